package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of messages in a row.
 *
 * @param name where it is, as a path
 * @param list its entries
 * @param carriers the objects within the row that it is in, the outermost first; the last holds the
 *     list itself
 * @param ownPlace where its entries are; {@code null} where the name says it
 */
public record FoundList(
    String name, ArrayNode list, List<ObjectNode> carriers, @Nullable FieldPlace ownPlace) {

  private static final String CHAT_HISTORY = "chathistory";

  public FoundList {
    carriers = List.copyOf(carriers);
  }

  /** A list whose entries are those of the row, unchanged. */
  public FoundList(String name, ArrayNode list, List<ObjectNode> carriers) {
    this(name, list, carriers, null);
  }

  /** Whether it has the name that CHAI's payload gives it. */
  public boolean isChatHistory() {
    return Vocabulary.isPlainly(CHAT_HISTORY, name);
  }

  /** Where the carrier of this number is. */
  FieldPlace carrierPlace(int number) {
    String path = name;
    for (int i = number; i < carriers.size(); i++) {
      path = path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
    return FieldPlace.of(path);
  }
}

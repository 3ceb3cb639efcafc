package dev.decorum.read.dialogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A list of messages in a row.
 *
 * @param name where it is, as a path
 * @param list its entries
 * @param carriers the objects within the row that it lies in, the outermost first
 */
public record FoundList(String name, ArrayNode list, List<ObjectNode> carriers) {

  public FoundList {
    carriers = List.copyOf(carriers);
  }

  /** Whether it has the name that CHAI's payload gives it. */
  public boolean isChatHistory() {
    return Vocabulary.plain(name).equals("chathistory");
  }
}

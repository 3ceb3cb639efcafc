package dev.decorum.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of an export, as it was read.
 *
 * @param id the export's own id, or one made of file and row number where the export has none
 * @param location where it began in the input
 * @param botName the name under which the bot speaks
 * @param content the dialogue, or text that is already in the model's own form
 * @param label what a person said of it; {@code null} where nobody did
 * @param fields further fields of the row that the user asked to keep, in the order asked for
 * @param candidacy says that the last message is one of several replies to what came before; {@code
 *     null} where the row holds but one
 */
public record Conversation(
    String id,
    Location location,
    String botName,
    Content content,
    @Nullable Label label,
    Map<String, FieldValue> fields,
    @Nullable Candidacy candidacy) {

  public Conversation {
    id = Unpaired.escaped(id);
    Objects.requireNonNull(location);
    Objects.requireNonNull(botName);
    Objects.requireNonNull(content);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The same row with other content, which is no longer a candidate. */
  public Conversation edited(Content other) {
    return new Conversation(id, location, botName, other, label, fields);
  }

  /** A conversation that is not a candidate. */
  public Conversation(
      String id,
      Location location,
      String botName,
      Content content,
      @Nullable Label label,
      Map<String, FieldValue> fields) {
    this(id, location, botName, content, label, fields, null);
  }
}

package dev.decorum.conversation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a conversation that goes into its score rows unchanged. It travels through the stages
 * in place of the conversation, so that long chats do not stay in memory while their tokens wait.
 *
 * @param location where the conversation began in the input
 * @param botName the name under which the bot speaks
 * @param label what a person said of it; {@code null} where nobody did
 * @param fields kept fields of the input row, in the order asked for
 */
public record RowContext(
    Location location, String botName, @Nullable Label label, Map<String, FieldValue> fields) {

  public RowContext {
    Objects.requireNonNull(location);
    botName = Unpaired.escaped(botName);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** The part of {@code conversation} that its score rows carry. */
  public static RowContext of(Conversation conversation) {
    return new RowContext(
        conversation.location(),
        conversation.botName(),
        conversation.label(),
        conversation.fields());
  }
}

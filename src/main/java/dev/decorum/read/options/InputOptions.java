package dev.decorum.read.options;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How inputs are to be understood.
 *
 * @param format the format of every input, or {@link InputFormat#AUTO}
 * @param columns where a field of ours (one of {@link #FIELDS}) is called otherwise: our name to
 *     the column's, which for JSON may be a key, a dotted path ({@code meta.id}) or a JSON pointer
 *     ({@code /meta/id})
 * @param keep fields of the row that are carried to the output, in this order; paths as above
 * @param botName the bot's name where the row has none
 * @param userName the user's name where the row has none
 * @param labelWords what labels mean
 * @param swipes whether a chat with several versions of a bot's message (SillyTavern's swipes) is
 *     read as those versions, each after what came before it, and not as one conversation
 * @param maxRowBytes a longer row is rejected without ever being held in memory as a whole
 */
public record InputOptions(
    InputFormat format,
    Map<String, String> columns,
    List<String> keep,
    String botName,
    String userName,
    LabelWords labelWords,
    boolean swipes,
    int maxRowBytes) {

  /** The fields that {@code columns} may name. */
  public static final List<String> FIELDS =
      List.of(
          "id",
          "text",
          "label",
          "bot_name",
          "user_name",
          "memory",
          "prompt",
          "messages",
          "candidates",
          "sender",
          "message",
          "timestamp");

  private static final InputOptions DEFAULTS =
      new InputOptions(
          InputFormat.AUTO,
          Map.of(),
          List.of(),
          "Bot",
          "You",
          LabelWords.standard(),
          false,
          16 << 20);

  public InputOptions {
    Objects.requireNonNull(format);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    keep = List.copyOf(keep);
    Objects.requireNonNull(botName);
    Objects.requireNonNull(userName);
    Objects.requireNonNull(labelWords);
    for (Map.Entry<String, String> column : columns.entrySet()) {
      if (!FIELDS.contains(column.getKey())) {
        throw new IllegalArgumentException(
            "unknown field \""
                + column.getKey()
                + "\" to map; known are "
                + String.join(", ", FIELDS));
      }
      if (column.getValue().isEmpty()) {
        throw new IllegalArgumentException("no column given for field " + column.getKey());
      }
    }
    // Above this a row would not fit into one array while the buffer is being doubled.
    if (maxRowBytes < 1 || maxRowBytes > 1 << 29) {
      throw new IllegalArgumentException("maxRowBytes is not in 1 to 2^29: " + maxRowBytes);
    }
  }

  /** Everything told from the content, nothing kept, {@code Bot} and {@code You}, 16 MiB a row. */
  public static InputOptions defaults() {
    return DEFAULTS;
  }

  public InputOptions withFormat(InputFormat newFormat) {
    return new InputOptions(
        newFormat, columns, keep, botName, userName, labelWords, swipes, maxRowBytes);
  }

  public InputOptions withColumns(Map<String, String> newColumns) {
    return new InputOptions(
        format, newColumns, keep, botName, userName, labelWords, swipes, maxRowBytes);
  }

  public InputOptions withKeep(List<String> newKeep) {
    return new InputOptions(
        format, columns, newKeep, botName, userName, labelWords, swipes, maxRowBytes);
  }

  public InputOptions withBotName(String newBotName) {
    return new InputOptions(
        format, columns, keep, newBotName, userName, labelWords, swipes, maxRowBytes);
  }

  public InputOptions withUserName(String newUserName) {
    return new InputOptions(
        format, columns, keep, botName, newUserName, labelWords, swipes, maxRowBytes);
  }

  public InputOptions withLabelWords(LabelWords newLabelWords) {
    return new InputOptions(
        format, columns, keep, botName, userName, newLabelWords, swipes, maxRowBytes);
  }

  public InputOptions withMaxRowBytes(int newMaxRowBytes) {
    return new InputOptions(
        format, columns, keep, botName, userName, labelWords, swipes, newMaxRowBytes);
  }

  public InputOptions withSwipes(boolean newSwipes) {
    return new InputOptions(
        format, columns, keep, botName, userName, labelWords, newSwipes, maxRowBytes);
  }
}

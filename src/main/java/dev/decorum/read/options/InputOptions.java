package dev.decorum.read.options;

import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.Roles;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How inputs are to be understood.
 *
 * @param layout the name of the layout of every input, or {@link #AUTO}
 * @param columns where a field of ours (one of {@link #FIELDS}) is called otherwise: our name to
 *     the column's, which for JSON may be a key, a path ({@code meta.id}, {@code
 *     choices[0].message.content}) or a JSON pointer ({@code /meta/id})
 * @param keep fields of the row that are carried to the output, in this order; paths as above
 * @param givenBotName the bot's name where the row has none; {@code null} if the user gave none
 * @param givenUserName the user's name where the row has none; {@code null} if the user gave none
 * @param roleWords words for the sides besides those that are known
 * @param labelWords what labels mean
 * @param labelsNeeded whether a label that is none is an error; else such a field is left alone
 * @param swipes whether a chat with several versions of a bot's message is read as those versions,
 *     each after what came before it, and not as one conversation
 * @param idIsConversation whether a plain {@code id} beside a message is the conversation's
 * @param encoding of text files; {@code null} to tell it from their bytes
 * @param maxRowBytes a longer row is rejected without ever being held in memory as a whole
 */
@RecordBuilder
public record InputOptions(
    String layout,
    Map<String, String> columns,
    List<String> keep,
    @Nullable String givenBotName,
    @Nullable String givenUserName,
    Map<String, Role> roleWords,
    LabelWords labelWords,
    boolean labelsNeeded,
    boolean swipes,
    boolean idIsConversation,
    @Nullable Charset encoding,
    int maxRowBytes)
    implements InputOptionsBuilder.With {

  /** The layout is recognised from the content. */
  public static final String AUTO = "auto";

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
          "reply",
          "system",
          "sender",
          "message",
          "timestamp");

  private static final InputOptions DEFAULTS =
      new InputOptions(
          AUTO,
          Map.of(),
          List.of(),
          null,
          null,
          Map.of(),
          LabelWords.standard(),
          false,
          false,
          false,
          null,
          RowMemory.ofThisProcess().bytes());

  public InputOptions {
    Objects.requireNonNull(layout);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    keep = List.copyOf(keep);
    roleWords = Map.copyOf(roleWords);
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

  /**
   * Everything told from the content, nothing kept, {@code Bot} and {@code You}, rows as the heap
   * allows.
   */
  public static InputOptions defaults() {
    return DEFAULTS;
  }

  /** The bot's name where nothing says it. */
  public String botName() {
    return givenBotName == null ? "Bot" : givenBotName;
  }

  /** The user's name where nothing says it. */
  public String userName() {
    return givenUserName == null ? "You" : givenUserName;
  }

  /** The words for the sides. */
  public Roles roles() {
    return Roles.with(roleWords);
  }

  /** Whether the layout is to be told from the content. */
  public boolean isAuto() {
    return layout.equals(AUTO);
  }
}

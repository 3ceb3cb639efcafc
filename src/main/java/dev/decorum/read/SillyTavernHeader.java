package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first row of a SillyTavern chat: {@code user_name}, {@code character_name} and {@code
 * chat_metadata}.
 *
 * @param id the chat's id
 * @param botName empty where only the messages say it
 * @param userName empty where only the messages say it
 */
record SillyTavernHeader(
    String id,
    String botName,
    String userName,
    String memory,
    String prompt,
    @Nullable Label label,
    Map<String, FieldValue> kept) {
  private static final String BOT_NAME = "character_name";
  private static final String USER_NAME = "user_name";
  private static final String METADATA = "chat_metadata";

  /** What newer versions write for both names. */
  private static final String UNUSED = "unused";

  static SillyTavernHeader of(JsonRow row, String chatId) throws RowException {
    return new SillyTavernHeader(
        row.id(chatId),
        name(row, "bot_name", BOT_NAME),
        name(row, "user_name", USER_NAME),
        row.memory(),
        row.prompt(),
        row.label(),
        row.kept());
  }

  /** Stands in for one that is missing or broken. */
  static SillyTavernHeader missing(String chatId) {
    return new SillyTavernHeader(chatId, "", "", "", "", null, Map.of());
  }

  /**
   * By which of its fields a row is told to be a header, as the end of a sentence; {@code null} if
   * it is none.
   */
  static @Nullable String sign(JsonNode row) {
    if (row.hasNonNull(SillyTavernMessage.TEXT)) {
      return null;
    }
    if (row.hasNonNull(METADATA)) {
      return "of the field \"" + METADATA + "\"";
    }
    return row.hasNonNull(USER_NAME) && row.hasNonNull(BOT_NAME)
        ? "of the fields \"" + USER_NAME + "\" and \"" + BOT_NAME + "\""
        : null;
  }

  private static String name(JsonRow row, String field, String name) throws RowException {
    String written = row.string(field, name, "");
    return written.equals(UNUSED) ? "" : written;
  }
}

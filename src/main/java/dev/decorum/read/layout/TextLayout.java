package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.RowException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A conversation that is formatted already, in the field {@code text}. */
public final class TextLayout extends RowLayout {

  /** What messages have that say who wrote them. */
  private static final List<String> ACCOUNTS =
      List.of(
          "username",
          "user_id",
          "userId",
          "author_id",
          "authorId",
          "sender_id",
          "senderId",
          "bot_id",
          "handle",
          "nickname",
          "subtype");

  @Override
  public String name() {
    return "text";
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    Found text = row.view().peek(RowField.TEXT);
    return text != null && text.value().isTextual() && isFormatted(row, text.value().textValue())
        ? Optional.of("of the field \"" + text.name() + "\" without a list")
        : Optional.empty();
  }

  /** Whether a text is a conversation rather than one message of it. */
  private static boolean isFormatted(ExportRow row, String text) {
    return row.fields().isMapped(RowField.TEXT) || !mayBeMessage(row) || hasTurns(text);
  }

  /** Whether a row has what messages have: a conversation, a time, somebody's account. */
  private static boolean mayBeMessage(ExportRow row) {
    return row.conversationIdField() != null
        || row.view().has(RowField.TIME)
        || row.view().has(RowField.USER_SIDE)
        || ACCOUNTS.stream().anyMatch(row.object()::hasNonNull);
  }

  /** Whether a text may hold turns, each on a line that begins with who speaks. */
  private static boolean hasTurns(String text) {
    String stripped = text.strip();
    return stripped.indexOf('\n') > 0 && stripped.indexOf(':') > 0;
  }

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    Found text = row.view().get(RowField.TEXT);
    if (text == null) {
      throw new RowException(row.fields().nameOf(RowField.TEXT) + " is missing, expected a string");
    }
    if (!text.value().isTextual()) {
      throw new RowException(
          text.name() + " is " + Json.kind(text.value()) + ", expected a string");
    }
    return List.of(row.draft().formatted(text.value().textValue())).iterator();
  }
}

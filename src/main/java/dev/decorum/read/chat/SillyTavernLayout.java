package dev.decorum.read.chat;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.MessageField;
import dev.decorum.read.dialogue.Turn;
import dev.decorum.read.layout.ConversationCursor;
import dev.decorum.read.layout.FileContext;
import dev.decorum.read.layout.Layout;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.RowException;
import java.util.Optional;

/**
 * SillyTavern's chats, and Chub's: a header with {@code user_name}, {@code character_name} and
 * {@code chat_metadata}, then a message a row.
 *
 * <p>Where its swipes are wanted, the chat becomes a group of candidates for each message that has
 * several, {@code CHAT@MESSAGE#SWIPE}. Both are counted from 1, messages without those that are
 * hidden, swipes as the export numbers them; so numbers of empty and repeated ones are missing.
 *
 * @see Conversation
 */
public final class SillyTavernLayout implements Layout {
  private static final String TEXT = "mes";
  private static final String METADATA = "chat_metadata";
  private static final String BOT_NAME = "character_name";
  private static final String USER_NAME = "user_name";

  /** What newer versions write for both names. */
  private static final String UNUSED = "unused";

  @Override
  public String name() {
    return "sillytavern";
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    String text = row.fields().nameOf(MessageField.TEXT, TEXT);
    if (row.object().hasNonNull(text)) {
      return row.object().has("is_user") && (text.equals(TEXT) || row.object().has("name"))
          ? Layout.because(text, "is_user")
          : Optional.empty();
    }
    if (row.object().path("chat_history").isArray() || row.object().path("messages").isArray()) {
      return Optional.empty();
    }
    if (row.object().path(METADATA).isObject()) {
      return Layout.because(METADATA);
    }
    return row.object().hasNonNull(USER_NAME) && row.object().hasNonNull(BOT_NAME)
        ? Layout.because(USER_NAME, BOT_NAME)
        : Optional.empty();
  }

  @Override
  public ConversationCursor read(ExportRecords records, FileContext context) {
    return new HeadedChats(records, context) {
      @Override
      boolean isHeader(ExportRow row) {
        return !row.object().has(row.fields().nameOf(MessageField.TEXT, TEXT))
            && recognise(row).isPresent();
      }

      @Override
      void prepare(Draft draft) {
        draft.expandMacros();
        draft.keepFileOrder();
      }

      @Override
      void begin(ExportRow header, Draft draft) throws RowException {
        header.describeHeader(draft);
        header.addExamples(draft, true);
        draft.dropNames(UNUSED);
      }

      @Override
      Turn turn(ExportRow row) throws RowException {
        return row.message();
      }
    };
  }
}

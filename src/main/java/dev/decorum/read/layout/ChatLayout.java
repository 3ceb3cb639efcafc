package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.RowException;
import java.util.Iterator;

/**
 * A layout in which a row has a list of messages, and perhaps the reply beside it. What is special
 * about a program is in the methods that may be overridden.
 */
abstract class ChatLayout extends RowLayout {
  /** The family of plain lists of messages. */
  static final String MESSAGES = "messages";

  /** The list of messages of a row that is of this layout. */
  FoundList list(ExportRow row) throws RowException {
    return row.requiredList();
  }

  /** Whether a field {@code prompt} holds example dialogue. */
  boolean promptIsExample(FoundList list) {
    return list.isChatHistory();
  }

  /** Whether {@code {{user}}} and {@code {{char}}} stand for the names. */
  boolean hasMacros() {
    return false;
  }

  /** Adds what only this program says of a conversation. */
  void describe(ExportRow row, Draft draft) throws RowException {}

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    FoundList list = list(row);
    Draft draft = row.draft();
    describe(row, draft);
    row.addExamples(draft, promptIsExample(list) || row.fields().isMapped(RowField.PROMPT));
    if (hasMacros()) {
      draft.expandMacros();
    }
    if (list.isChatHistory()) {
      draft.formatAsChai();
      Found bot = row.view().peek(RowField.BOT_NAME);
      if (bot != null && bot.value().asText().isEmpty()) {
        // A bot without a name speaks under an empty one.
        draft.setBotName("");
      }
    }
    row.addList(list, draft);
    row.addReply(list, draft);
    draft.dropRepeatedSystem();
    return of(draft);
  }
}

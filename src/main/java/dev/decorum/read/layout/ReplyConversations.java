package dev.decorum.read.layout;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.dialogue.Turn;
import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question and an answer to it. Each is a text, a list of messages, or turns written as {@code
 * Human:} and {@code Assistant:}.
 *
 * <p>Where the row says by which {@code formatter} its texts were made, they are in the model's own
 * form and go together as they stand.
 */
final class ReplyConversations {
  private ReplyConversations() {}

  /** The conversation that ends with an answer. */
  static Conversation conversation(
      ExportRow row, Found answer, Draft draft, String id, @Nullable Candidacy candidacy)
      throws RowException {
    draft.setId(id);
    String formatted = row.formattedPrompt();
    if (formatted != null && answer.value().isTextual()) {
      return draft.formatted(formatted + answer.value().textValue(), candidacy);
    }
    row.addExamples(draft, false);
    List<Turn> turns = ExportRow.turnsIn(answer);
    if (turns == null) {
      turns = isList(answer) ? row.messages().list(answer) : row.reply(answer);
      if (row.isAskedInTurns() && answer.value().isTextual()) {
        turns = stripped(turns);
      }
    }
    boolean whole = hasUser(turns);
    if (whole && row.view().has(RowField.PROMPT)) {
      row.addAsked(draft);
    } else if (!whole) {
      addContext(row, answer, draft);
    } else {
      row.view().get(RowField.MESSAGES);
    }
    draft.addReply(turns);
    draft.keepOrder();
    draft.dropRepeatedSystem();
    return draft.conversation(candidacy);
  }

  private static void addContext(ExportRow row, Found answer, Draft draft) throws RowException {
    FoundList list = row.list();
    if (list == null && row.asked() == null) {
      throw new RowException(
          row.fields().nameOf(RowField.PROMPT)
              + " is missing, and "
              + answer.name()
              + " does not begin with \"Human:\"");
    }
    row.addContext(draft);
  }

  private static boolean isList(Found answer) {
    return answer.value().isArray()
        && answer.value().path(0).isObject()
        && (answer.value().path(0).has("role") || answer.value().path(0).has("from"));
  }

  private static List<Turn> stripped(List<Turn> turns) {
    List<Turn> stripped = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      stripped.add(turn.stripped());
    }
    return stripped;
  }

  private static boolean hasUser(List<Turn> turns) {
    for (Turn turn : turns) {
      if (turn.role() == Role.USER) {
        return true;
      }
    }
    return false;
  }
}

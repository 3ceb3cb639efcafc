package dev.decorum.read.layout;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.RowException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A preferred and a rejected reply, and their context unless both begin with it. */
public final class PreferenceLayout extends RowLayout {

  @Override
  public String name() {
    return "preference";
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    if (row.fields().isMapped(RowField.TEXT) || row.fields().isMapped(RowField.MESSAGES)) {
      return Optional.empty();
    }
    Found chosen = row.view().peek(RowField.CHOSEN);
    Found rejected = row.view().peek(RowField.REJECTED);
    return chosen != null
            && rejected != null
            && ExportRow.isAnswer(chosen)
            && ExportRow.isAnswer(rejected)
        ? Layout.because(chosen.name(), rejected.name())
        : Optional.empty();
  }

  /** The two conversations of the row, without a label: the preference is between them. */
  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    return List.of(
            side(row, RowField.CHOSEN, "chosen", 1, Preference.CHOSEN),
            side(row, RowField.REJECTED, "rejected", 2, Preference.REJECTED))
        .iterator();
  }

  private static Conversation side(
      ExportRow row, RowField field, String suffix, int number, Preference preference)
      throws RowException {
    Draft draft = row.draftWithoutLabel();
    String group = draft.id();
    Found reply = row.view().get(field);
    if (reply == null) {
      throw new RowException(row.fields().nameOf(field) + " is missing, expected a reply");
    }
    Conversation conversation =
        ReplyConversations.conversation(
            row, reply, draft, group + "#" + suffix, new Candidacy(group, number, preference));
    return conversation;
  }
}

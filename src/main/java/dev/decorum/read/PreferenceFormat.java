package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import java.util.Iterator;
import java.util.List;

/**
 * Two answers to one prompt: {@code chosen} and {@code rejected}, and a {@code prompt} unless both
 * begin with it.
 */
final class PreferenceFormat implements RowFormat {
  static final String CHOSEN = "chosen";
  static final String REJECTED = "rejected";

  /** The two conversations of the row, without a label: the preference is between them. */
  @Override
  public Iterator<Conversation> conversations(JsonRow row, Location location, String rowId)
      throws RowException {
    return List.of(
            conversation(row, location, rowId, CHOSEN, 1, Candidacy.Preference.CHOSEN),
            conversation(row, location, rowId, REJECTED, 2, Candidacy.Preference.REJECTED))
        .iterator();
  }

  private Conversation conversation(
      JsonRow row,
      Location location,
      String rowId,
      String side,
      int number,
      Candidacy.Preference preference)
      throws RowException {
    String id = row.id(rowId);
    return new Conversation(
        id + "#" + side,
        location,
        botName(row),
        PromptedAnswer.content(row, side),
        null,
        row.kept(),
        new Candidacy(id, number, preference));
  }

  /** The conversation with the chosen answer. */
  @Override
  public Content content(JsonRow row) throws RowException {
    return PromptedAnswer.content(row, CHOSEN);
  }
}

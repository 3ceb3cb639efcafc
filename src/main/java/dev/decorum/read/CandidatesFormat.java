package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Location;
import java.util.ArrayList;
import java.util.List;

/** Any number of {@link Replies} to one {@link Context}. */
final class CandidatesFormat implements RowFormat {

  @Override
  public List<Conversation> conversations(JsonRow row, Location location, String rowId)
      throws RowException {
    Replies replies = Replies.of(row);
    Context context = Context.of(row);
    String id = row.id(rowId);
    List<Conversation> conversations = new ArrayList<>(replies.size());
    for (int i = 0; i < replies.size(); i++) {
      Candidacy candidacy = new Candidacy(id, i + 1, Candidacy.Preference.UNKNOWN);
      conversations.add(
          new Conversation(
              id + "#" + candidacy.number(),
              location,
              context.botName(),
              context.with(replies.said(i)),
              row.label(),
              replies.kept(i),
              candidacy));
    }
    return conversations;
  }

  /** The conversation with the first reply. */
  @Override
  public Content content(JsonRow row) throws RowException {
    return Context.of(row).with(Replies.of(row).said(0));
  }
}

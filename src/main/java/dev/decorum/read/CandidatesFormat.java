package dev.decorum.read;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Any number of {@link Replies} to one {@link Context}. */
final class CandidatesFormat implements RowFormat {

  @Override
  public Iterator<Conversation> conversations(JsonRow row, Location location, String rowId)
      throws RowException {
    Replies replies = Replies.of(row);
    List<Said> said = new ArrayList<>(replies.size());
    for (int i = 0; i < replies.size(); i++) {
      said.add(replies.said(i));
    }
    Context context = Context.of(row);
    String id = row.id(rowId);
    Label label = row.label();
    return IntStream.range(0, replies.size())
        .mapToObj(
            i ->
                new Conversation(
                    id + "#" + (i + 1),
                    location,
                    context.botName(),
                    context.with(said.get(i)),
                    label,
                    replies.kept(i),
                    new Candidacy(id, i + 1, Candidacy.Preference.UNKNOWN)))
        .iterator();
  }

  /** The conversation with the first reply. */
  @Override
  public Content content(JsonRow row) throws RowException {
    return Context.of(row).with(Replies.of(row).said(0));
  }
}

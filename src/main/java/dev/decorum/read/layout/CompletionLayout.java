package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.Draft;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.dialogue.Found;
import dev.decorum.read.dialogue.FoundList;
import dev.decorum.read.dialogue.RowField;
import dev.decorum.read.row.RowException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One exchange a row: what the user asked and what the bot answered. */
public final class CompletionLayout extends RowLayout {

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String family() {
    return ChatLayout.MESSAGES;
  }

  @Override
  public Optional<String> recognise(ExportRow row) {
    Found asked = row.asked();
    Found reply = row.view().peek(RowField.REPLY);
    while (reply != null && !ExportRow.isAnswer(reply)) {
      reply = reply.next();
    }
    reply = reply == null ? row.view().peek(RowField.CHOICES) : reply;
    // Where the user names the list of messages, a row without it is a broken one.
    boolean listed = row.fields().isMapped(RowField.MESSAGES);
    return !listed
            && asked != null
            && reply != null
            && ExportRow.isAnswer(asked)
            && ExportRow.isAnswer(reply)
        ? Layout.because(asked.name(), reply.name())
        : Optional.empty();
  }

  @Override
  public Iterator<Conversation> conversations(ExportRow row) throws RowException {
    Draft draft = row.draft();
    Found reply = row.replyField();
    // An empty one was given, too.
    reply = reply == null ? row.view().get(RowField.REPLY) : reply;
    if (reply == null) {
      throw new RowException(row.fields().nameOf(RowField.REPLY) + " is missing, expected a reply");
    }
    if (draft.versionsWanted()) {
      Draft several = draft.copy();
      row.addExamples(several, false);
      FoundList list = row.addContext(several);
      row.addReply(list, several);
      List<Conversation> versions = several.versions();
      if (!versions.isEmpty()) {
        return versions.iterator();
      }
    }
    return List.of(ReplyConversations.conversation(row, reply, draft, draft.id(), null)).iterator();
  }
}

package dev.decorum.read.layout;

import dev.decorum.conversation.Candidacy;
import dev.decorum.conversation.Conversation;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of a row or a chat, which are handed out one at a time. Those of one group of
 * candidates belong to one row of input, and so do those that are not candidates.
 */
public final class ReadyConversations {
  private Iterator<Conversation> rest = Collections.emptyIterator();
  private @Nullable String group;
  private boolean begun;
  private boolean continuesRow;

  /** Goes on with those of another row. */
  public void begin(Iterator<Conversation> conversations) {
    rest = conversations;
    begun = false;
    continuesRow = false;
  }

  /** Hands out no more of the row. */
  public void giveUp() {
    rest = Collections.emptyIterator();
  }

  public boolean hasNext() {
    return rest.hasNext();
  }

  /** The next one of the row. */
  public Conversation next() {
    continuesRow = begun;
    Conversation next = rest.next();
    Candidacy candidacy = next.candidacy();
    String groupOfNext = candidacy == null ? null : candidacy.group();
    continuesRow = begun && Objects.equals(groupOfNext, group);
    group = groupOfNext;
    begun = true;
    return next;
  }

  /** Whether the last one belongs to the same row of input as the one before it. */
  public boolean continuesRow() {
    return continuesRow;
  }
}

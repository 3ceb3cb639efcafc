package dev.decorum.read;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.layout.ReadResult;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Conversations that are in memory already. */
public final class MemoryReader implements ConversationReader {
  private final Iterator<Conversation> conversations;

  /** Hands them out in their order. */
  public MemoryReader(List<Conversation> conversations) {
    this(conversations.iterator());
  }

  /** Hands them out in their order, each made when it is asked for, on the thread that reads. */
  public MemoryReader(Iterator<Conversation> conversations) {
    this.conversations = conversations;
  }

  @Override
  public Optional<ReadResult> next() {
    return conversations.hasNext()
        ? Optional.of(new ReadResult.Accepted(conversations.next()))
        : Optional.empty();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public long bytesTotal() {
    return -1;
  }

  @Override
  public void close() {}
}

package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import java.io.IOException;
import java.util.Optional;

/** Reads conversations one by one on the calling thread, past rows and inputs that fail. */
final class ConversationLoop {
  private ConversationLoop() {}

  /** Takes what is read. */
  interface Taker {
    /** Takes a conversation. */
    void accepted(Conversation conversation) throws IOException;

    /** Takes a row that is no conversation. */
    default void rejected(Rejection rejection) throws IOException {}

    /** Takes the failure of an input. */
    default void failed(InputException failure) {}
  }

  /**
   * Reads to the end.
   *
   * @param limit the largest number of rows that are read
   * @throws InterruptedException if this thread is interrupted
   */
  static void run(ConversationReader reader, long limit, Taker taker)
      throws IOException, InterruptedException {
    for (long read = 0; read < limit; read++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Optional<ReadResult> next;
      try {
        next = reader.next();
      } catch (InputException e) {
        taker.failed(e);
        continue;
      }
      if (next.isEmpty()) {
        return;
      }
      if (next.get() instanceof ReadResult.Accepted row) {
        taker.accepted(row.conversation());
      } else if (next.get() instanceof ReadResult.Rejected row) {
        taker.rejected(row.rejection());
      }
    }
  }
}

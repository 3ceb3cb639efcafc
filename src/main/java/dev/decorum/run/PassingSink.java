package dev.decorum.run;

import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import java.io.IOException;

/** Passes everything on to another sink, for those that do something more with scores. */
abstract class PassingSink implements RowSink {
  private final RowSink next;

  PassingSink(RowSink next) {
    this.next = next;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    next.score(score);
  }

  @Override
  public final void rejected(Rejection rejection) throws IOException {
    next.rejected(rejection);
  }

  @Override
  public final void inputFailed(InputException failure) throws IOException {
    next.inputFailed(failure);
  }

  @Override
  public final void progress(Progress progress) throws IOException {
    next.progress(progress);
  }

  @Override
  public final void pause() throws IOException {
    next.pause();
  }
}

package dev.decorum.run;

import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import java.io.IOException;

/** Collects scores that are analysed together at the end of a run. */
final class GatheringSink implements RowSink {

  /** The place where scores are collected. */
  @FunctionalInterface
  interface Gathering {
    void score(ConversationScore score) throws IOException;
  }

  private final Gathering gathering;
  private final Rejects rejects;
  private final RunListener.RowProgress progress;
  private final RowCounts counts = new RowCounts();

  GatheringSink(Gathering gathering, Rejects rejects, RunListener.RowProgress progress) {
    this.gathering = gathering;
    this.rejects = rejects;
    this.progress = progress;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    gathering.score(score);
    counts.add(score);
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    rejects.row(rejection);
  }

  @Override
  public void inputFailed(InputException failure) {
    rejects.input(failure);
  }

  @Override
  public void progress(Progress now) {
    progress.update(now);
  }

  @Override
  public void pause() {
    // single rows are not waited for
  }

  /** Whether there are no rows because no input could be used, which has been reported. */
  boolean isFruitless() {
    return rejects.inputs() > 0 && isEmpty();
  }

  /** Whether there are no rows, for any reason. */
  boolean isEmpty() {
    return counts.scored() == 0;
  }

  RunManifest.Counts counts(long rowsRead) {
    return counts.with(rowsRead, rejects);
  }
}

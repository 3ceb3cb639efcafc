package dev.decorum.run;

import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import java.io.IOException;

/** Collects scores that are analysed together at the end of a run. */
final class CollectingSink extends RunSink {

  /** The place where scores are collected. */
  @FunctionalInterface
  interface Destination {
    void score(ConversationScore score) throws IOException;
  }

  private final Destination destination;
  private final RowCounts counts = new RowCounts();

  CollectingSink(Destination destination, Rejects rejects, RunListener.RowProgress progress) {
    super(rejects, progress);
    this.destination = destination;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    destination.score(score);
    counts.add(score);
  }

  /** Whether there are no rows because no input could be used, which has been reported. */
  boolean isFruitless() {
    return rejects().inputs() > 0 && isEmpty();
  }

  /** Whether there are no rows, for any reason. */
  boolean isEmpty() {
    return counts.scored() == 0;
  }

  RunManifest.CountsEntry counts(long rowsRead) {
    return counts.with(rowsRead, rejects());
  }
}

package dev.decorum.run;

import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import java.io.IOException;

/** Takes scores to where they are looked at together, at the end of a run. */
final class GatheringSink extends RunSink {

  /** Where scores are gathered. */
  @FunctionalInterface
  interface Gathering {
    void score(ConversationScore score) throws IOException;
  }

  private final Gathering gathering;
  private final RowCounts counts = new RowCounts();

  GatheringSink(Gathering gathering, Rejects rejects, RunListener.RowProgress progress) {
    super(rejects, progress);
    this.gathering = gathering;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    gathering.score(score);
    counts.add(score);
  }

  /** Whether there is nothing to look at, since no input could be used: that was said. */
  boolean isFruitless() {
    return rejects().inputs() > 0 && isEmpty();
  }

  /** Whether there is nothing to look at, for whatever reason. */
  boolean isEmpty() {
    return counts.scored() == 0;
  }

  RunManifest.Counts counts(long rowsRead) {
    return counts.with(rowsRead, rejects());
  }
}

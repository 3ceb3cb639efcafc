package dev.decorum.cli;

import dev.decorum.audit.NightTally;
import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import java.io.IOException;

/** Counts what a night's rows come to. */
final class AuditSink implements RowSink {
  private final NightTally tally;
  private final Rejects rejects;
  private final ProgressLine progress;
  private long scored;
  private long tokens;
  private long tokensDropped;

  AuditSink(NightTally tally, Rejects rejects, ProgressLine progress) {
    this.tally = tally;
    this.rejects = rejects;
    this.progress = progress;
  }

  @Override
  public void score(ConversationScore score) {
    tally.add(score);
    scored++;
    tokens += score.tokens();
    tokensDropped += score.tokensDropped();
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
    // nobody waits for a single row
  }

  /** Whether there is nothing to look at, since no input could be used: that was said. */
  boolean isFruitless() {
    return rejects.inputs() > 0 && scored == 0;
  }

  RunManifest.Counts counts(long rowsRead) {
    return new RunManifest.Counts(
        rowsRead, scored, rejects.rows(), tokens, tokensDropped, rejects.inputs());
  }
}

package dev.decorum.cli;

import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.rank.Candidates;
import dev.decorum.read.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import java.io.IOException;

/** Takes scores to the candidates that they belong to. */
final class CandidateSink implements RowSink {
  private final Candidates candidates;
  private final Rejects rejects;
  private final ProgressLine progress;
  private long tokens;
  private long tokensDropped;

  CandidateSink(Candidates candidates, Rejects rejects, ProgressLine progress) {
    this.candidates = candidates;
    this.rejects = rejects;
    this.progress = progress;
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    candidates.score(score);
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
    // a ranking is known only at the end
  }

  RunManifest.Counts counts(long rowsRead) {
    return new RunManifest.Counts(
        rowsRead, candidates.size(), rejects.rows(), tokens, tokensDropped, rejects.inputs());
  }
}

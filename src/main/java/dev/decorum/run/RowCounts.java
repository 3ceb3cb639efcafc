package dev.decorum.run;

import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;

/** Counts the rows that a run scores, for its manifest. */
final class RowCounts {
  private long scored;
  private long tokens;
  private long tokensDropped;

  void add(ConversationScore score) {
    scored++;
    tokens += score.tokens();
    tokensDropped += score.tokensDropped();
  }

  /** The number of rows scored so far. */
  long scored() {
    return scored;
  }

  /** All counts of a run, with those of rows and inputs that are counted elsewhere. */
  RunManifest.CountsEntry with(long read, long rejected, long inputsFailed) {
    return new RunManifest.CountsEntry(read, scored, rejected, tokens, tokensDropped, inputsFailed);
  }

  /** All counts of a run with these rejects. */
  RunManifest.CountsEntry with(long read, Rejects rejects) {
    return with(read, rejects.rows(), rejects.inputs());
  }
}

package dev.decorum.run;

import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ReusedRows;
import java.io.IOException;

/**
 * Takes the rows of a run: scores go where the run wants them, rejections and progress are told.
 */
abstract class RunSink implements RowSink {
  private final Rejects rejects;
  private final RunListener.RowProgress progress;
  private ReusedRows reused = ReusedRows.NONE;

  RunSink(Rejects rejects, RunListener.RowProgress progress) {
    this.rejects = rejects;
    this.progress = progress;
  }

  /** Rows and inputs that could not be used. */
  Rejects rejects() {
    return rejects;
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
    reused = now.reused();
    progress.update(now);
  }

  /** The rows that need not be computed. */
  ReusedRows reused() {
    return reused;
  }

  /** Where rows are looked at together at the end, nobody waits for a single one. */
  @Override
  public void pause() throws IOException {}
}

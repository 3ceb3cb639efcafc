package dev.decorum.pipeline;

import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import java.io.IOException;

/** Receives the rows of a run. All calls come from the thread that runs the pipeline. */
public interface RowSink {

  /** Receives the next score, in the order of the input. */
  void score(ConversationScore score) throws IOException;

  /** Receives an input row that could not be scored. */
  void rejected(Rejection rejection) throws IOException;

  /**
   * Receives the failure of an input whose rest is unusable; the run continues with the next input.
   */
  void inputFailed(InputException failure) throws IOException;

  /** Receives the progress of the run, in which finished rows may be waiting for earlier ones. */
  void progress(Progress progress) throws IOException;

  /** Called when there are no more rows at the moment, as an occasion to flush. */
  void pause() throws IOException;
}

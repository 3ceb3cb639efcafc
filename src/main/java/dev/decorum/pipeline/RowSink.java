package dev.decorum.pipeline;

import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import java.io.IOException;

/** Where a run's rows go. All calls come from the thread that runs the pipeline. */
public interface RowSink {

  /** Takes the next score; they come in the order of the input. */
  void score(ConversationScore score) throws IOException;

  /** Takes an input row that could not be scored. */
  void rejected(Rejection rejection) throws IOException;

  /** Takes word that the rest of an input is unusable; the run goes on with the next. */
  void inputFailed(InputException failure) throws IOException;

  /** Says how far the run is; rows may be done and yet wait for an earlier one. */
  void progress(Progress progress) throws IOException;

  /** Says that nothing more is at hand right now: a good moment to flush. */
  void pause() throws IOException;
}

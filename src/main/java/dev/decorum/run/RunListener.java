package dev.decorum.run;

import dev.decorum.pipeline.Progress;
import dev.decorum.read.options.InputListener;
import dev.decorum.report.Document;
import dev.decorum.report.NumberText;
import dev.decorum.report.TextDocument;
import dev.decorum.report.UnderstoodText;
import dev.decorum.score.ReusedRows;
import dev.decorum.score.RunReport;
import dev.decorum.score.Understood;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages and the progress of a run. The reader calls it from a thread of its own, so
 * an implementation has to be safe for use by several threads.
 */
public interface RunListener {

  /** Receives a warning, which is shown whatever the verbosity. */
  void warning(String message);

  /** Receives a message that most people want to see. */
  void note(String message);

  /** Receives in one line what only those need who do not see the notes that say more of it. */
  default void inShort(String message) {}

  /** Hears that all inputs are score files, so that nothing is scored. */
  default void onlyScoreFiles() {}

  /**
   * Says that a file which the user asked for is in place.
   *
   * @param what the content, as in "the report"
   */
  default void wrote(String what, Path file) {
    note("wrote " + what + " to " + file);
  }

  /**
   * Says that texts were written with an apostrophe before them.
   *
   * @param count how many; of none, nothing is said
   * @param file null for standard output
   */
  default void guarded(long count, @Nullable Path file) {
    if (count > 0) {
      note(
          (file == null ? "standard output" : file)
              + ": "
              + NumberText.count(count)
              + (count == 1
                  ? " text that looks like a formula has an apostrophe before it"
                  : " texts that look like formulas have an apostrophe before them")
              + "; a spreadsheet would run such; remove it to join by id, or write .jsonl or"
              + " .parquet");
    }
  }

  /** Receives a detail for those who ask for more. */
  void detail(String message);

  /** Receives a line of a result for people. */
  void line(String line);

  /** Receives a result for people. */
  default void document(Document document) {
    TextDocument.lines(document).forEach(this::line);
  }

  /**
   * Receives the summary of a scoring run.
   *
   * @param reused the rows that it did not have to compute
   */
  void summary(RunReport report, ReusedRows reused);

  /**
   * Starts to show the progress of rows.
   *
   * @param bytesRead the bytes of the input read so far
   * @param bytesTotal the size of the input; -1 if it is unknown
   */
  RowProgress rows(LongSupplier bytesRead, long bytesTotal);

  /**
   * Shows the progress of other work than rows.
   *
   * @param share the share that is done, from 0 to 1
   * @param parts what is shown beside it; where there is no room, the last are left out
   */
  void progress(double share, String... parts);

  /** Stops showing progress. */
  void idle();

  /** Receives the progress of rows. */
  @FunctionalInterface
  interface RowProgress {
    /** Receives the present progress. */
    void update(Progress progress);
  }

  /**
   * Warns of inputs that may have been misunderstood.
   *
   * @param idsAreUnique whether the ids of conversations should be unique
   */
  default void warnOf(@Nullable Understood understood, boolean idsAreUnique) {
    if (understood != null) {
      UnderstoodText.warnings(understood, idsAreUnique).forEach(this::note);
    }
  }

  /** A listener that reports how inputs are understood. */
  default InputListener ofInputs() {
    return InputListener.telling(this::note);
  }
}

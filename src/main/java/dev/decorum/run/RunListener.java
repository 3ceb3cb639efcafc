package dev.decorum.run;

import dev.decorum.pipeline.Progress;
import dev.decorum.read.options.InputListener;
import dev.decorum.report.UnderstoodText;
import dev.decorum.score.RunReport;
import dev.decorum.score.Understood;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a run has to say while it goes on. The reader speaks from a thread of its own, so an
 * implementation has to be safe for use by several threads.
 */
public interface RunListener {

  /** Something that has to be heard, however little somebody wants to. */
  void warning(String message);

  /** Something that most want to know. */
  void note(String message);

  /** A detail for those who look closely. */
  void detail(String message);

  /** A line of a result that is for people alone. */
  void line(String line);

  /** What a run of scores comes to, for people. */
  void summary(RunReport report);

  /**
   * Begins to follow how far rows are.
   *
   * @param bytesRead how much of the input was read so far
   * @param bytesTotal the size of the input; -1 if it is unknown
   */
  RowProgress rows(LongSupplier bytesRead, long bytesTotal);

  /** Nothing is on its way any more, so no progress need be shown. */
  void idle();

  /** Follows how far rows are. */
  @FunctionalInterface
  interface RowProgress {
    /** As many are done. */
    void update(Progress progress);
  }

  /**
   * What may go wrong with inputs.
   *
   * @param idsAreUnique whether every conversation should have an id of its own
   */
  default void warnOf(@Nullable Understood understood, boolean idsAreUnique) {
    if (understood != null) {
      UnderstoodText.warnings(understood, idsAreUnique).forEach(this::note);
    }
  }

  /** Hears how inputs are understood. */
  default InputListener ofInputs() {
    return new InputListener() {
      @Override
      public void formatDetected(String file, String layout, String because) {
        RunListener.this.note(file + ": read as " + layout + ", because " + because);
      }

      @Override
      public void warning(String message) {
        RunListener.this.note(message);
      }

      @Override
      public void note(String message) {
        RunListener.this.note(message);
      }

      @Override
      public void unused(String file, List<String> fields) {
        for (String field : fields) {
          RunListener.this.note(
              file + ": the field \"" + field + "\" holds a text that is not used");
        }
      }
    };
  }
}

package dev.decorum.score;

import dev.decorum.conversation.FieldValue;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A column of one score file: one of the program's own, or a field of the input. */
sealed interface FileColumn {

  /** A column of the program's own. */
  record Own(ScoreColumn column) implements FileColumn {
    @Override
    public String name() {
      return column.outputName();
    }

    @Override
    public ColumnKind kind() {
      return column.kind();
    }

    @Override
    public void write(
        ConversationScore score, @Nullable ProbabilityCalibration calibration, RowOutput out)
        throws IOException {
      column.write(score, calibration, out);
    }

    @Override
    public void copy(@Nullable String text, RowOutput out) throws IOException {
      if (text == null) {
        kind().copyNothing(out);
      } else {
        kind().copy(text, out);
      }
    }
  }

  /** A field that is copied from the input. */
  record Kept(String name) implements FileColumn {
    @Override
    public ColumnKind kind() {
      return ColumnKind.TEXT;
    }

    @Override
    public void write(
        ConversationScore score, @Nullable ProbabilityCalibration calibration, RowOutput out)
        throws IOException {
      out.kept(score.context().fields().get(name));
    }

    @Override
    public void copy(@Nullable String text, RowOutput out) throws IOException {
      out.kept(text == null ? null : FieldValue.string(text));
    }
  }

  /**
   * The column that a name stands for in a file.
   *
   * @param all the names of all columns of the file
   */
  static FileColumn named(String name, Collection<String> all) {
    for (ScoreColumn column : ScoreColumn.values()) {
      if (column.outputName().equals(name) && column.isIn(all)) {
        return new Own(column);
      }
    }
    return new Kept(name);
  }

  String name();

  ColumnKind kind();

  /** Writes a score's cell of this column. */
  void write(ConversationScore score, @Nullable ProbabilityCalibration calibration, RowOutput out)
      throws IOException;

  /**
   * Writes a cell that was read from another score file.
   *
   * @param text {@code null} if there is nothing in it
   * @throws NumberFormatException if it should be a number and is not
   */
  void copy(@Nullable String text, RowOutput out) throws IOException;
}

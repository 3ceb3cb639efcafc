package dev.decorum.score;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes scores as a score file. */
public final class ScoreFileWriter implements ScoreWriter {
  private final List<FileColumn> columns;
  private final @Nullable ProbabilityCalibration calibration;
  private final RowOutput output;

  /** Begins the file. */
  public ScoreFileWriter(ScoreFormat format, OutputStream out, ScoreColumns columns)
      throws IOException {
    this.columns = columns.columns();
    this.calibration = columns.calibration();
    this.output = format.output(out, this.columns);
  }

  @Override
  public void write(ConversationScore score) throws IOException {
    output.begin();
    for (FileColumn column : columns) {
      column.write(score, calibration, output);
    }
    output.end();
  }

  @Override
  public long guardedTexts() {
    return output.guardedTexts();
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  @Override
  public void finish() throws IOException {
    output.finish();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}

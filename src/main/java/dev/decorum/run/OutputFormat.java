package dev.decorum.run;

import dev.decorum.report.LineLayout;
import dev.decorum.report.TableScoreWriter;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreFileWriter;
import dev.decorum.score.ScoreFormat;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** The forms in which rows of scores are written. */
public enum OutputFormat {
  /** A table for people. */
  TABLE,
  /** A table for people of which the middle is left out if it is long. */
  TABLE_ENDS,
  CSV,
  JSONL,
  PARQUET;

  /** What it is called. */
  String words() {
    return switch (this) {
      case TABLE, TABLE_ENDS -> "a table";
      case CSV, JSONL, PARQUET -> name().toLowerCase(Locale.ROOT);
    };
  }

  ScoreWriter writer(OutputStream out, ScoreColumns columns, LineLayout layout) throws IOException {
    return switch (this) {
      case TABLE -> TableScoreWriter.ofAll(out, columns, layout);
      case TABLE_ENDS -> TableScoreWriter.ofEnds(out, columns, layout);
      case CSV -> new ScoreFileWriter(ScoreFormat.CSV, out, columns);
      case JSONL -> new ScoreFileWriter(ScoreFormat.JSONL, out, columns);
      case PARQUET -> new ScoreFileWriter(ScoreFormat.PARQUET, out, columns);
    };
  }
}

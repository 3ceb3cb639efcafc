package dev.decorum.run;

import dev.decorum.report.TableScoreWriter;
import dev.decorum.score.CsvScoreWriter;
import dev.decorum.score.JsonlScoreWriter;
import dev.decorum.score.ParquetScoreWriter;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreWriter;
import java.io.IOException;
import java.io.OutputStream;

/** The forms in which rows of scores are written. */
public enum OutputFormat {
  /** For people. */
  TABLE,
  CSV,
  JSONL,
  PARQUET;

  ScoreWriter writer(OutputStream out, ScoreColumns columns) throws IOException {
    return switch (this) {
      case TABLE -> new TableScoreWriter(out, columns);
      case CSV -> new CsvScoreWriter(out, columns);
      case JSONL -> new JsonlScoreWriter(out, columns);
      case PARQUET -> new ParquetScoreWriter(out, columns);
    };
  }
}

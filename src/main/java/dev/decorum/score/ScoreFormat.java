package dev.decorum.score;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms of a score file. */
public enum ScoreFormat {
  CSV("CSV"),
  JSONL("JSON Lines"),
  PARQUET("Parquet");

  private final String description;

  ScoreFormat(String description) {
    this.description = description;
  }

  /** The form for the extension of a file's name. */
  public static Optional<ScoreFormat> ofEnding(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    if (name.endsWith(".parquet")) {
      return Optional.of(PARQUET);
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson")
        ? Optional.of(JSONL)
        : Optional.empty();
  }

  /**
   * Begins a file of this form.
   *
   * @param columns the columns, with different names
   */
  RowOutput output(OutputStream out, List<FileColumn> columns) throws IOException {
    return switch (this) {
      case CSV -> new CsvOutput(out, columns);
      case JSONL -> new JsonOutput(out, columns);
      case PARQUET -> new ParquetOutput(out, columns);
    };
  }

  /** The name for people. */
  @Override
  public String toString() {
    return description;
  }
}

package dev.decorum.score;

import java.nio.file.Path;
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

  /** The form that the ending of a file's name stands for. */
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

  /** For people. */
  @Override
  public String toString() {
    return description;
  }
}

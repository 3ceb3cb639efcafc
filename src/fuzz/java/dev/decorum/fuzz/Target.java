package dev.decorum.fuzz;

import java.io.File;
import java.util.List;
import java.util.Locale;

/** What is fuzzed. */
enum Target {
  READERS(ReaderTarget.class, 2048, List.of("dev.decorum.**")),
  COMPRESSED(
      CompressedTarget.class,
      4096,
      List.of(
          "dev.decorum.read.**",
          "io.airlift.**",
          "org.apache.commons.compress.**",
          "org.tukaani.**")),
  PARQUET(
      ParquetTarget.class, 4096, List.of("dev.decorum.read.parquet.**", "org.apache.parquet.**")),
  SCORES(ScoreTarget.class, 4096, List.of("dev.decorum.**")),
  MODELS(ModelTarget.class, 4096, List.of("dev.decorum.**")),
  TOKENIZERS(TokenizerTarget.class, 4096, List.of("dev.decorum.**")),
  TORCH(TorchTarget.class, 4096, List.of("dev.decorum.model.**")),
  GRAPHS(GraphTarget.class, 1024, List.of("dev.decorum.model.**"));

  private final Class<?> type;
  private final int longest;
  private final String watched;

  Target(Class<?> type, int longest, List<String> watched) {
    this.type = type;
    this.longest = longest;
    this.watched = String.join(File.pathSeparator, watched);
  }

  /** The class that Jazzer drives. */
  Class<?> type() {
    return type;
  }

  /** The most bytes of an input. */
  int longest() {
    return longest;
  }

  /** The classes whose coverage guides, as patterns. */
  String watched() {
    return watched;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

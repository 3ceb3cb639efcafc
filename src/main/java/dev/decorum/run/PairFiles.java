package dev.decorum.run;

import dev.decorum.read.StableHash;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The names of files of preference pairs. */
public final class PairFiles {
  /** The endings that are known; those with {@code .gz} are compressed. */
  public static final List<String> ENDINGS =
      List.of(".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz");

  /** A part of a split. */
  enum Part {
    TRAIN,
    VALIDATION;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private PairFiles() {}

  /** Whether the ending of a file tells how pairs are written to it. */
  public static boolean isKnown(Path file) {
    String name = lowered(file);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Whether pairs are compressed in this file. */
  static boolean isCompressed(Path file) {
    return lowered(file).endsWith(".gz");
  }

  /** The file of a part: {@code pairs-train.jsonl} for {@code pairs.jsonl}. */
  static Path of(Path file, Part part) {
    String name = String.valueOf(file.getFileName());
    String lowered = lowered(file);
    int end =
        ENDINGS.stream()
            .filter(lowered::endsWith)
            .mapToInt(ending -> name.length() - ending.length())
            .min()
            .orElse(name.length());
    return file.resolveSibling(name.substring(0, end) + "-" + part.label() + name.substring(end));
  }

  /**
   * The part that a group belongs to, whatever other groups there are.
   *
   * @param share of groups for training
   */
  static Part partOf(String group, double share) {
    double place = (StableHash.of(group) >>> 11) * 0x1.0p-53;
    return place < share ? Part.TRAIN : Part.VALIDATION;
  }

  private static String lowered(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }
}

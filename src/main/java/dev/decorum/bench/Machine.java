package dev.decorum.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The machine of a benchmark.
 *
 * @param system operating system and architecture, for example {@code Linux amd64}
 * @param processor the processor's name; empty if unknown
 * @param cores the number of cores that Java sees, from 1
 */
public record Machine(String system, String processor, int cores) {
  private static final String MODEL = "model name";

  public Machine {
    Objects.requireNonNull(system);
    Objects.requireNonNull(processor);
    if (cores < 1) {
      throw new IllegalArgumentException("a machine of " + cores + " cores");
    }
  }

  /** The machine that this program runs on. */
  public static Machine here() {
    return new Machine(
        System.getProperty("os.name", "unknown") + " " + System.getProperty("os.arch", "unknown"),
        processor(Path.of("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors());
  }

  private static String processor(Path file) {
    try {
      List<String> lines =
          Files.isReadable(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
      for (String line : lines) {
        if (line.startsWith(MODEL)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // The system does not tell.
    }
    return "";
  }
}

package dev.decorum.fuzz;

import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.LabelWords;
import dev.decorum.score.ProbabilityCalibration;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreFileReader;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Decorum reads back: score files, the manifests beside them, calibrations. The first byte of
 * an input is the kind of file, the rest is the file.
 */
public final class ScoreTarget {
  private static final List<String> KINDS = List.of("scores", "records", "manifest", "calibration");
  private static final Probe PROBE = new Probe();
  private static final Path FILE = WorkFolder.make().resolve("file.json");

  private ScoreTarget() {}

  /** The first byte of the kind that a file is named after. */
  static byte kind(String file) {
    for (int i = 0; i < KINDS.size(); i++) {
      if (file.startsWith(KINDS.get(i))) {
        return (byte) i;
      }
    }
    throw new IllegalArgumentException(file);
  }

  /** Reads one input to its end. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      PROBE.time(input, ScoreTarget::read);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) throws IOException {
    int kind = (input[0] & 0xff) % KINDS.size();
    byte[] file = Arrays.copyOfRange(input, 1, input.length);
    PROBE.count(KINDS.get(kind) + ".files");
    try {
      switch (KINDS.get(kind)) {
        case "scores" -> scores(file);
        case "records" -> records(file);
        case "manifest" -> RunReport.readManifest(Files.write(FILE, file));
        default -> ProbabilityCalibration.read(Files.write(FILE, file));
      }
      PROBE.count(KINDS.get(kind) + ".read");
    } catch (CharConversionException e) {
      PROBE.count(KINDS.get(kind) + ".refused");
    } catch (InputException e) {
      PROBE.count(KINDS.get(kind) + ".refused");
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError("a refusal without a reason", e);
      }
    }
  }

  private static void scores(byte[] file) throws IOException {
    boolean told = ScoreFileReader.isScoreFile(null, new ByteArrayInputStream(file));
    try (ScoreFileReader reader =
        ScoreFileReader.open(
            "s",
            null,
            new ByteArrayInputStream(file),
            told ? List.of("turn", "flags") : List.of(),
            null,
            LabelWords.standard())) {
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        PROBE.count(next.get() instanceof ScoreFileReader.Result.Accepted ? "rows" : "rejected");
      }
    }
  }

  private static void records(byte[] file) throws IOException {
    try (RecordReader reader =
        RecordReader.open("r", null, new ByteArrayInputStream(file), 1_000)) {
      for (Optional<RecordReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        if (next.get() instanceof RecordReader.Result.Accepted accepted) {
          accepted.record().names().forEach(accepted.record()::value);
        }
      }
    }
  }
}

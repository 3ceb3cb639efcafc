package dev.decorum.fuzz;

import dev.decorum.read.parquet.ParquetException;
import dev.decorum.read.parquet.ParquetRecords;
import dev.decorum.read.parquet.ParquetRowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parquet files, broken in every way. */
public final class ParquetTarget {
  private static final int LONGEST_ROW = 1 << 16;

  /** A run of a few bytes can be any number of rows. */
  private static final int MOST_ROWS = 10_000;

  private static final Probe PROBE = new Probe();
  private static final Path FILE = WorkFolder.make().resolve("file.parquet");

  private ParquetTarget() {}

  /** Reads one input to its end. */
  public static void fuzzerTestOneInput(byte[] input) {
    PROBE.time(input, ParquetTarget::read);
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) throws IOException {
    Files.write(FILE, input);
    try (ParquetRecords records =
        ParquetRecords.open(FILE, "p.parquet", column -> true, LONGEST_ROW)) {
      PROBE.count("opened");
      while (records.rowNumber() < MOST_ROWS && next(records)) {
        PROBE.count("rows");
      }
      PROBE.count("read to the end");
    } catch (ParquetException e) {
      PROBE.count("refused");
      if (!e.getMessage().startsWith("p.parquet: ")) {
        throw new AssertionError("a refusal without the file's name", e);
      }
    }
  }

  private static boolean next(ParquetRecords records) throws IOException {
    try {
      return records.next() != null;
    } catch (ParquetRowException e) {
      PROBE.count("rejected");
      if (e.getMessage().isBlank()) {
        throw new AssertionError("a rejection without a reason", e);
      }
      return true;
    }
  }
}

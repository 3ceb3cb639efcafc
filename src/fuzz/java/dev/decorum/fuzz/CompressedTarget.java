package dev.decorum.fuzz;

import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gzip and Zstandard data as they lie on disk, broken in every way. */
public final class CompressedTarget {
  private static final Probe PROBE = new Probe();

  private CompressedTarget() {}

  /** Reads one input to its end. */
  public static void fuzzerTestOneInput(byte[] input) {
    PROBE.time(input, CompressedTarget::read);
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) throws IOException {
    try (ConversationSource source =
        ConversationSource.open(
            List.of("-"),
            InputOptions.defaults(),
            new ByteArrayInputStream(input),
            InputListener.silent())) {
      for (Optional<?> next = source.next(); next.isPresent(); next = source.next()) {
        PROBE.count("rows");
      }
      PROBE.count("read to the end");
    } catch (InputException e) {
      PROBE.count("refused");
    }
  }
}

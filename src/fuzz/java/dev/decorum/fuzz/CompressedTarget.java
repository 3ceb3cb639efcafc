package dev.decorum.fuzz;

import dev.decorum.read.bytes.ContentOptions;
import dev.decorum.read.bytes.InputContents;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.UnpackedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Compressed data, archives and encodings as they lie on disk, broken in every way. */
public final class CompressedTarget {
  private static final Probe PROBE = new Probe();
  private static final InputFile PIPE = new InputFile("-", null, -1);

  private CompressedTarget() {}

  /** Reads one input to its end. */
  public static void fuzzerTestOneInput(byte[] input) {
    PROBE.time(input, CompressedTarget::read);
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) {
    try (InputContents contents =
        InputContents.open(PIPE, new ByteArrayInputStream(input), ContentOptions.defaults())) {
      while (readNext(contents)) {
        PROBE.count("files");
      }
      PROBE.count("read to the end");
    } catch (InputException e) {
      require(e);
    } catch (IOException e) {
      require(e);
    }
  }

  /** Goes on after a file that is refused, as its reader may. */
  private static boolean readNext(InputContents contents) throws IOException {
    try {
      UnpackedFile unpacked = contents.next();
      if (unpacked != null && unpacked.kind() == UnpackedFile.Kind.TEXT) {
        unpacked.stream().transferTo(OutputStream.nullOutputStream());
      }
      return unpacked != null;
    } catch (InputException e) {
      require(e);
      return true;
    }
  }

  private static void require(Exception e) {
    PROBE.count(e instanceof InputException ? "refused" : "broken");
    @Nullable String message = e.getMessage();
    boolean named = !(e instanceof InputException) || String.valueOf(message).startsWith("-");
    if (message == null || message.isBlank() || message.endsWith("null") || !named) {
      throw new AssertionError("says nothing: " + message, e);
    }
  }
}

package dev.decorum.fuzz;

import dev.decorum.conversation.Rejection;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.Layouts;
import dev.decorum.read.RejectsWriter;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * Exports of every layout. The first byte of an input is the layout that is given, the second how
 * its bytes arrive and how long a row may be, the third the other options; the rest is the file.
 */
public final class ReaderTarget {
  /** How many bytes come before the file. */
  static final int PREFIX = 3;

  private static final List<String> FORMATS = Layouts.names();

  private static final int GZIP = 1;
  private static final int ZSTD = 2;
  private static final int DRIP = 3;
  private static final int[] ROW_LIMITS = {16 << 20, 64, 1_000, 1 << 16};

  private static final Probe PROBE = new Probe();

  private ReaderTarget() {}

  /** The first byte of the format that a file is named after. */
  static int format(String file) {
    return FORMATS.indexOf(Layouts.required(file.substring(0, file.indexOf('.'))));
  }

  /** Reads one input to its end. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= PREFIX) {
      PROBE.time(input, ReaderTarget::read);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) throws IOException {
    String format = FORMATS.get((input[0] & 0xff) % FORMATS.size());
    InputStream file = file(input[1] & 3, Arrays.copyOfRange(input, PREFIX, input.length));
    InputOptions options =
        options(input[2]).withLayout(format).withMaxRowBytes(ROW_LIMITS[input[1] >> 2 & 3]);
    PROBE.count(format + ".files");
    try (ConversationSource source =
            ConversationSource.open(List.of("-"), options, file, InputListener.silent());
        RejectsWriter rejects = new RejectsWriter(OutputStream.nullOutputStream())) {
      boolean more = true;
      while (more) {
        more = next(source, format, rejects);
      }
    }
  }

  private static boolean next(ConversationSource source, String format, RejectsWriter rejects)
      throws IOException {
    try {
      Optional<ReadResult> next = source.next();
      if (next.isEmpty()) {
        return false;
      }
      if (next.get() instanceof ReadResult.Rejected rejected) {
        PROBE.count(format + ".rejected");
        rejects.write(checked(rejected.rejection()));
      } else {
        PROBE.count(format + ".accepted");
      }
    } catch (InputException e) {
      PROBE.count(format + ".refused");
      String message = String.valueOf(e.getMessage());
      // A file in an archive is named behind its own; a map without effect is told of all files.
      if (!message.matches("(?s)-(:|!.+?:)(\\d+:)? .*|--map .*")) {
        throw new AssertionError("a refusal does not name its file", e);
      }
    }
    return true;
  }

  private static Rejection checked(Rejection rejection) {
    if (rejection.location().line() < 1 || rejection.reason().isBlank()) {
      throw new AssertionError("a rejection without line or reason: " + rejection);
    }
    return rejection;
  }

  private static InputOptions options(byte bits) {
    InputOptions options = InputOptions.defaults().withSwipes((bits & 1) != 0);
    if ((bits & 2) != 0) {
      options = options.withKeep(List.of("lang", "meta.id", "turns[0].text", "/meta/id"));
    }
    if ((bits & 4) != 0) {
      options =
          options.withColumns(
              Map.of("id", "meta.id", "messages", "log", "sender", "who", "message", "said"));
    }
    if ((bits & 8) != 0) {
      options = options.withColumns(Map.of("text", "body", "label", "/stars", "timestamp", "at"));
    }
    if ((bits & 16) != 0) {
      options = options.withLabelWords(new LabelWords(Set.of("up", "5"), Set.of()));
    }
    return (bits & 32) != 0 ? options.withGivenBotName("Tom").withGivenUserName("Tom") : options;
  }

  private static InputStream file(int arrival, byte[] content) throws IOException {
    InputStream whole = new ByteArrayInputStream(content);
    return switch (arrival) {
      case GZIP -> new ByteArrayInputStream(gzip(content));
      case ZSTD -> new ByteArrayInputStream(zstd(content));
      case DRIP -> new DrippingInputStream(whole);
      default -> whole;
    };
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** A pipe that delivers a few bytes at a time. */
  private static final class DrippingInputStream extends FilterInputStream {
    private int size = 1;

    DrippingInputStream(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      size = size % 7 + 1;
      return super.read(target, from, Math.min(size, length));
    }
  }
}

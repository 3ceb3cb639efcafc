package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.decorum.read.bytes.ExpansionLimit;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made to exhaust memory or time: each ends in an error or a rejection. */
class HostileExportsTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();
  private static final String GOOD = "{\"id\":\"g\",\"text\":\"t\"}\n";

  /** A block of 128 KiB of one byte, in four bytes. */
  private static final byte[] RLE_BLOCK = {2, 0, 0x10, 'a'};

  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A frame with this descriptor and these bytes of a header, of so many equal blocks. */
  private static byte[] frame(int descriptor, byte[] header, int blocks) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(ZSTD_MAGIC);
    frame.write(descriptor);
    frame.writeBytes(header);
    for (int i = 1; i < blocks; i++) {
      frame.writeBytes(RLE_BLOCK);
    }
    frame.write(RLE_BLOCK[0] | 1);
    frame.write(RLE_BLOCK, 1, RLE_BLOCK.length - 1);
    return frame.toByteArray();
  }

  private static void assertUnreadable(byte[] file, String reason) {
    InputException e = assertThrows(InputException.class, () -> Reading.of(file, OPTIONS));
    assertEquals("-: the file cannot be read: " + reason, e.getMessage());
  }

  private static void assertBomb(byte[] file) {
    assertUnreadable(
        file,
        "it expands to more than 1 GiB and to more than 500 times its size, as no chat log does;"
            + " decompress it first if it is one");
  }

  @Test
  void aZstandardBombIsStopped() throws IOException {
    byte[] begin = FormatContractTest.zstd(bytes("{\"text\":\""));
    byte[] eightGibibytes = frame(0, new byte[] {0}, 1 << 16);
    assertBomb(FormatContractTest.join(begin, eightGibibytes));
  }

  @Test
  void aGzipBombIsStopped() throws IOException {
    byte[][] members = new byte[80][];
    Arrays.fill(members, FormatContractTest.gzip(new byte[16 << 20]));
    members[0] = FormatContractTest.gzip(bytes("{\"text\":\""));
    byte[] bomb = FormatContractTest.join(members);
    assertTrue(bomb.length < 2 << 20);
    assertBomb(bomb);
  }

  @Test
  void whatExpandsALotButNotForLongIsRead() throws IOException {
    byte[] zstd = FormatContractTest.zstd(bytes(GOOD.repeat(20_000)));
    assertTrue(zstd.length < GOOD.length() * 20_000 / ExpansionLimit.TIMES);
    assertEquals(20_000, Reading.of(zstd, OPTIONS).accepted().size());
  }

  @ParameterizedTest
  // An exponent above 10 in the upper five bits, eighths in the lower three: from 9 MiB to 3.75
  // TiB.
  @ValueSource(ints = {105, 112, 160, 255})
  void aLargeZstandardWindowIsRefused(int descriptor) throws IOException {
    byte[] large = frame(0, new byte[] {(byte) descriptor}, 1);
    assertWindowRefused(large);
    byte[] asLargeAsMayBe = frame(0, new byte[] {104}, 1);
    assertWindowRefused(FormatContractTest.join(asLargeAsMayBe, large));
  }

  private static void assertWindowRefused(byte[] file) {
    assertUnreadable(
        file,
        "its Zstandard window is larger than 8 MiB, as with --long or --ultra; decompress it first");
  }

  @Test
  void aFrameWithoutAWindowMayNotBeLargeEither() {
    byte[] size = {0, 0, 0, 0, 0, 1, 0, 0};
    assertWindowRefused(frame(0xe0, size, 1));
    Arrays.fill(size, (byte) 0xff);
    assertWindowRefused(frame(0xe0, size, 1));
  }

  @Test
  void skippableFramesMayLieAnywhere() throws IOException {
    byte[] skippable = {0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 1};
    byte[] good = FormatContractTest.zstd(bytes(GOOD));
    byte[] file = FormatContractTest.join(skippable, skippable, good, skippable, good, skippable);
    assertEquals(2, Reading.of(file, OPTIONS).accepted().size());
    assertUnreadable(
        FormatContractTest.join(good, bytes("rest of it")),
        "the Zstandard data is broken: what follows a frame is not a frame");
    assertUnreadable(Arrays.copyOf(file, file.length - 5), "the Zstandard data is cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\":\"", "id,text\n", "id,text\nx,\"", "[{\"text\":\""})
  void aLineIsNeverHeldAsAWhole(String begin) {
    long megabytes = Long.getLong("decorum.line.megabytes", 128);
    InputStream file =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes(begin)), new EndlessLine(megabytes << 20));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Reading reading = Reading.of(List.of("-"), OPTIONS, file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(List.of(), reading.accepted());
    String first = reading.rejected().get(0).reason();
    assertEquals("the row is longer than 16 MiB", first);
    assertTrue(allocated < 80 << 20, allocated + " bytes allocated");
  }

  /** One letter, over and over. */
  private static final class EndlessLine extends InputStream {
    private long left;

    EndlessLine(long bytes) {
      this.left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 'a' : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      Arrays.fill(target, from, from + count, (byte) 'a');
      left -= count;
      return count;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "1,"})
  void aRowOfTooManyValuesIsRejected(String value) {
    // Each would take a hundred bytes of memory: half a gigabyte for a row of 16 MiB.
    String row = "{\"messages\":[" + value.repeat(1_000_000) + "0]}\n";
    Reading reading = Reading.of(row + GOOD, OPTIONS.withLayout("text"));
    assertEquals(1, reading.accepted().size());
    String reason = reading.rejected().get(0).reason();
    assertTrue(reason.startsWith("JSON beyond the limits: it has more than "), reason);
  }

  @Test
  void deepNestingIsRejected() {
    String row = "{\"text\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}\n";
    Reading reading = Reading.of(row + GOOD, OPTIONS.withLayout("text"));
    assertEquals(1, reading.accepted().size());
    String reason = reading.rejected().get(0).reason();
    assertTrue(reason.contains("nested more than 1000 deep"), reason);
  }
}

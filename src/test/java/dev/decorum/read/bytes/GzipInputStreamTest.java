package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipInputStreamTest {

  /**
   * {@code printf abc | gzip -n | xxd -p}: a header of 10 bytes, 5 of data, checksum and length.
   */
  private static final byte[] ABC =
      HexFormat.of().parseHex("1f8b0800000000000003" + "4b4c4a0600" + "c241243503000000");

  private static final int HEADER = 10;

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static String read(byte[] gzip) throws IOException {
    try (InputStream in = new GzipInputStream(new ByteArrayInputStream(gzip))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** What could be read of damaged data, and why no more. */
  private static String readUntilDamage(byte[] gzip) throws IOException {
    StringBuilder read = new StringBuilder();
    try (InputStream in = new GzipInputStream(new ByteArrayInputStream(gzip))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        read.append((char) b);
      }
      return read.toString();
    } catch (IOException e) {
      return read + "!" + e.getMessage();
    }
  }

  private static byte[] withFlags(int flags, String further) {
    byte[] header = Arrays.copyOf(ABC, HEADER);
    header[3] = (byte) flags;
    return join(
        header, HexFormat.of().parseHex(further), Arrays.copyOfRange(ABC, HEADER, ABC.length));
  }

  private static byte[] changed(int place) {
    byte[] bytes = ABC.clone();
    bytes[place] ^= 1;
    return bytes;
  }

  @Test
  void membersAreReadOneAfterTheOther() throws IOException {
    assertEquals("abc", read(ABC));
    assertEquals("abcabcabc", read(join(ABC, ABC, ABC)));
    // printf "" | gzip -n
    byte[] empty = HexFormat.of().parseHex("1f8b080000000000000303000000000000000000");
    assertEquals("", read(empty));
    assertEquals("abcabc", read(join(empty, ABC, empty, empty, ABC, empty)));
  }

  /** RFC 1952, 2.3: an extra field with its length, a name, a comment, a checksum of the header. */
  @ParameterizedTest
  @CsvSource({
    "4, 0300616263",
    "4, 0000",
    "8, 6100",
    "8, 00",
    "16, 616200",
    "2, ffff",
    "31, 0100ff610062000000"
  })
  void whatTheHeaderMayHaveIsPassedOver(int flags, String further) throws IOException {
    assertEquals("abc", read(withFlags(flags, further)));
    assertEquals("abcabc", read(join(ABC, withFlags(flags, further))));
  }

  @Test
  void checksumAndLengthOfEveryMemberCount() throws IOException {
    int checksum = ABC.length - 8;
    int length = ABC.length - 4;
    assertEquals(
        "abc!the gzip data is broken: its checksum differs", readUntilDamage(changed(checksum)));
    assertEquals(
        "abc!the gzip data is broken: its length differs", readUntilDamage(changed(length)));
    assertEquals(
        "abcabc!the gzip data is broken: its checksum differs",
        readUntilDamage(join(ABC, changed(checksum), ABC)));
    assertEquals(
        "abcabc!the gzip data is broken: its length differs",
        readUntilDamage(join(ABC, changed(length))));
  }

  @Test
  void dataThatIsCutOffAnywhereIsToldFromDataThatEnds() throws IOException {
    for (int length = 0; length < ABC.length; length++) {
      byte[] cut = Arrays.copyOf(ABC, length);
      EOFException thrown = assertThrows(EOFException.class, () -> read(cut), "at " + length);
      assertEquals("the gzip data is cut off", thrown.getMessage());
      if (length > 0) {
        byte[] second = join(ABC, cut);
        assertThrows(EOFException.class, () -> read(second), "at " + length);
        String before = length < ABC.length - 8 ? "abc" : "abcabc";
        String said = readUntilDamage(second);
        assertTrue(said.startsWith(before) && said.endsWith("!the gzip data is cut off"), said);
      }
    }
  }

  @Test
  void onlyZerosMayFollow() throws IOException {
    assertEquals("abc", read(join(ABC, new byte[1])));
    assertEquals("abc", read(join(ABC, new byte[200_000])));
    assertEquals(
        "abc!the gzip data is broken: a member has no proper header",
        readUntilDamage(join(ABC, new byte[] {0, 0, 'x', 'y', 'z'})));
    assertEquals("abcabc", read(join(ABC, new byte[512], ABC)));
  }

  /** Of what a pipe has not brought yet, nothing is waited for. */
  @Test
  void whatHasComeIsHandedOutAtOnce() throws IOException {
    InputStream stuck =
        new InputStream() {
          private int next;

          @Override
          public int read() {
            throw new AssertionError("not used");
          }

          @Override
          public int read(byte[] target, int from, int length) throws IOException {
            if (next == ABC.length - 8) {
              throw new IOException("would wait");
            }
            target[from] = ABC[next++];
            return 1;
          }
        };
    InputStream in = new GzipInputStream(stuck);
    assertEquals("abc", new String(in.readNBytes(3), StandardCharsets.US_ASCII));
    assertEquals("would wait", assertThrows(IOException.class, in::read).getMessage());
  }

  @Test
  void nothingIsReadIntoNothing() throws IOException {
    InputStream in = new GzipInputStream(new ByteArrayInputStream(ABC));
    assertEquals(0, in.read(new byte[0], 0, 0));
    assertEquals('a', in.read());
    assertEquals("bc", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    assertEquals(-1, in.read());
    assertEquals(-1, in.read(new byte[3], 0, 3));
  }
}

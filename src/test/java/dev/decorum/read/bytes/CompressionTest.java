package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What every compression has to keep, and what is special about each. */
class CompressionTest {
  private static final String TEXT = "{\"text\":\"Größe 🙂\"}\n".repeat(40);

  /** A compression, by the library that writes it. */
  enum Format {
    GZIP("gzip"),
    ZSTANDARD("Zstandard"),
    BZIP2("bzip2"),
    XZ("xz");

    private final String shown;

    Format(String shown) {
      this.shown = shown;
    }

    byte[] of(byte[] data) {
      return Opened.compressed(
          data,
          switch (this) {
            case GZIP -> GZIPOutputStream::new;
            case ZSTANDARD -> ZstdOutputStream::new;
            case BZIP2 -> out -> new BZip2CompressorOutputStream(out, 1);
            case XZ -> out -> new XZOutputStream(out, new LZMA2Options(0));
          });
    }

    byte[] of(String text) {
      return of(Opened.bytes(text));
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static void assertReads(String text, byte[] bytes) {
    Opened opened = Opened.of(bytes);
    assertEquals(List.of("-: " + text), opened.files());
    assertEquals(bytes.length, opened.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void dataOfSeveralPartsAreRead(Format format) {
    assertReads(TEXT, format.of(TEXT));
    assertReads("", format.of(""));
    assertReads(TEXT + "\n" + TEXT, join(format.of(TEXT), format.of(""), format.of("\n" + TEXT)));
  }

  @ParameterizedTest
  @EnumSource
  void dataMayComeByteByByte(Format format) {
    InputStream slow =
        new ByteArrayInputStream(format.of(TEXT)) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, 1));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    Opened opened = Opened.of(new InputFile("-", null, -1), slow, ContentOptions.defaults());
    assertEquals(List.of("-: " + TEXT), opened.files());
  }

  @ParameterizedTest
  @EnumSource
  void dataMayBeCutOffNowhere(Format format) {
    byte[] whole = format.of(TEXT);
    for (int length = 12; length < whole.length; length++) {
      String complaint = Opened.of(Arrays.copyOf(whole, length)).complaint();
      assertEquals("unreadable: the " + format.shown + " data is cut off", complaint);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsHasToBeMoreOfIt(Format format) {
    String complaint =
        Opened.of(join(format.of(TEXT), Opened.bytes("and more, as text"))).complaint();
    assertTrue(
        complaint.startsWith("unreadable: the " + format.shown + " data is broken: "), complaint);
  }

  @ParameterizedTest
  @EnumSource
  void noChangeOfABitGoesUnnoticed(Format format) {
    byte[] good = format.of(TEXT);
    Random random = new Random(20261128);
    int noticed = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      // Before that lies what tells the format.
      bad[10 + random.nextInt(bad.length - 10)] ^= (byte) (1 << random.nextInt(8));
      List<String> files = Opened.of(bad).files();
      if (!files.get(0).startsWith("!! ")) {
        // A few bits say nothing about the data.
        assertEquals(List.of("-: " + TEXT), files);
      } else {
        noticed++;
      }
    }
    assertTrue(noticed > 250, noticed + " noticed");
  }

  /** RFC 1952: what they mean is not known yet, and may change what follows. */
  @Test
  void reservedFlagsOfGzipAreRefused() {
    for (int flag : new int[] {0x20, 0x40, 0x80}) {
      byte[] bytes = Format.GZIP.of(TEXT);
      bytes[3] |= (byte) flag;
      assertEquals(
          "unreadable: the gzip data is broken: a member's header has reserved flags",
          Opened.of(bytes).complaint());
    }
  }

  @Test
  void gzipChecksumAndLengthAreHeldAgainstTheData() {
    byte[] gzip = Format.GZIP.of(TEXT);
    byte[] checksum = gzip.clone();
    checksum[gzip.length - 8] ^= 1;
    assertEquals(
        "unreadable: the gzip data is broken: its checksum differs",
        Opened.of(checksum).complaint());
    byte[] length = gzip.clone();
    length[gzip.length - 1] ^= 1;
    assertEquals(
        "unreadable: the gzip data is broken: its length differs", Opened.of(length).complaint());
    assertReads(TEXT, join(gzip, new byte[700]));
  }

  /** As {@code xz -N} makes them; the memory is that of its manual page, for decompression. */
  @ParameterizedTest
  @CsvSource({"0", "6", "9"})
  void whatXzMakesIsRead(int preset) throws IOException {
    LZMA2Options options = new LZMA2Options(preset);
    // The encoder takes ten times the memory of the decoder unless the matches are simple.
    options.setMode(LZMA2Options.MODE_FAST);
    options.setMatchFinder(LZMA2Options.MF_HC4);
    assertReads(
        TEXT, Opened.compressed(Opened.bytes(TEXT), out -> new XZOutputStream(out, options)));
  }

  @Test
  void anXzDictionaryBeyondThatIsRefused() {
    // The 8 bits of the dictionary's size are in the header of the block, whose checksum follows.
    byte[] xz = Format.XZ.of(TEXT);
    int header = 12;
    assertEquals(0x21, xz[header + 2]);
    xz[header + 4] = 30; // 128 MiB
    CRC32 crc = new CRC32();
    crc.update(xz, header, 8);
    for (int i = 0; i < 4; i++) {
      xz[header + 8 + i] = (byte) (crc.getValue() >> (8 * i));
    }
    assertEquals(
        "unreadable: the xz data needs 129 MiB of memory, 66 MiB are allowed here; decompress it"
            + " first",
        Opened.of(xz).complaint());
  }

  @Test
  void compressionMayBeAppliedTwiceButNotAgain() {
    byte[] twice = Format.GZIP.of(Format.BZIP2.of(TEXT));
    assertReads(TEXT, twice);
    assertEquals(
        "-: it is compressed more than twice; decompress it first",
        Opened.of(Format.XZ.of(twice)).complaint());
  }

  @Test
  void xzWithinXzHasToDoWithLess() throws IOException {
    assertReads(TEXT, Format.XZ.of(Format.XZ.of(TEXT)));
    LZMA2Options large = new LZMA2Options(0);
    large.setDictSize(16 << 20);
    byte[] inner = Opened.compressed(Opened.bytes(TEXT), out -> new XZOutputStream(out, large));
    assertReads(TEXT, inner);
    assertEquals(
        "unreadable: the xz data needs 17 MiB of memory, 10 MiB are allowed here; decompress it"
            + " first",
        Opened.of(Format.XZ.of(inner)).complaint());
  }

  @Test
  void whatOnlyLooksCompressedIsText() {
    assertReads("BZh9,text\n", Opened.bytes("BZh9,text\n"));
    assertReads("P*,M", Opened.bytes("P*,M"));
    assertReads("\u001f", Opened.bytes("\u001f"));
  }

  @Test
  void whateverCameBeforeTheEndIsHandedOut() throws IOException {
    byte[] gzip = Format.GZIP.of(TEXT);
    byte[] half = Arrays.copyOf(gzip, gzip.length - 8);
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1),
            new ByteArrayInputStream(half),
            ContentOptions.defaults())) {
      Content content = Opened.next(contents);
      byte[] data = Opened.bytes(TEXT);
      assertEquals(
          TEXT, new String(content.stream().readNBytes(data.length), StandardCharsets.UTF_8));
    }
  }
}

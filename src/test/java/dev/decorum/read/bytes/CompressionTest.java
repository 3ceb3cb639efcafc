package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What every compression has to keep, and what is special about each. */
class CompressionTest {
  private static final String TEXT = "{\"text\":\"Größe 🙂\"}\n".repeat(40);

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
  void dataOfSeveralPartsAreRead(Compressed format) {
    assertReads(TEXT, format.of(TEXT));
    assertReads("", format.of(""));
    assertReads(TEXT + "\n" + TEXT, join(format.of(TEXT), format.of(""), format.of("\n" + TEXT)));
  }

  @ParameterizedTest
  @EnumSource
  void dataMayComeByteByByte(Compressed format) {
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
  void dataMayBeCutOffNowhere(Compressed format) {
    byte[] whole = format.of(TEXT);
    for (int length = 12; length < whole.length; length++) {
      String complaint = Opened.of(Arrays.copyOf(whole, length)).complaint();
      assertEquals("unreadable: the " + format.shown() + " data is cut off", complaint);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFollowsHasToBeMoreOfIt(Compressed format) {
    String complaint =
        Opened.of(join(format.of(TEXT), Opened.bytes("and more, as text"))).complaint();
    assertTrue(
        complaint.startsWith("unreadable: the " + format.shown() + " data is broken: "), complaint);
  }

  @ParameterizedTest
  @EnumSource
  void noChangeOfABitGoesUnnoticed(Compressed format) {
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
      byte[] bytes = Compressed.GZIP.of(TEXT);
      bytes[3] |= (byte) flag;
      assertEquals(
          "unreadable: the gzip data is broken: a member's header has reserved flags",
          Opened.of(bytes).complaint());
    }
  }

  @Test
  void gzipChecksumAndLengthAreHeldAgainstTheData() {
    byte[] gzip = Compressed.GZIP.of(TEXT);
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
    byte[] xz = Compressed.XZ.of(TEXT);
    int header = 12;
    assertEquals(0x21, xz[header + 2]);
    xz[header + 4] = 30; // 128 MiB
    CRC32 crc = new CRC32();
    crc.update(xz, header, 8);
    for (int i = 0; i < 4; i++) {
      xz[header + 8 + i] = (byte) (crc.getValue() >> (8 * i));
    }
    assertEquals(
        "unreadable: the xz data needs 129 MiB of memory, 66 MiB are allowed; decompress it"
            + " first",
        Opened.of(xz).complaint());
  }

  @Test
  void compressionMayBeAppliedTwiceButNotAgain() {
    byte[] twice = Compressed.GZIP.of(Compressed.BZIP2.of(TEXT));
    assertReads(TEXT, twice);
    assertEquals(
        "-: it is compressed more than twice; decompress it first",
        Opened.of(Compressed.XZ.of(twice)).complaint());
  }

  @Test
  void xzWithinXzHasToDoWithLess() throws IOException {
    assertReads(TEXT, Compressed.XZ.of(Compressed.XZ.of(TEXT)));
    LZMA2Options large = new LZMA2Options(0);
    large.setDictSize(16 << 20);
    byte[] inner = Opened.compressed(Opened.bytes(TEXT), out -> new XZOutputStream(out, large));
    assertReads(TEXT, inner);
    assertEquals(
        "unreadable: the xz data needs 17 MiB of memory, 10 MiB are allowed; decompress it"
            + " first",
        Opened.of(Compressed.XZ.of(inner)).complaint());
  }

  @Test
  void whatOnlyLooksCompressedIsText() {
    assertReads("BZh9,text\n", Opened.bytes("BZh9,text\n"));
    assertReads("P*,M", Opened.bytes("P*,M"));
    assertReads("\u001f", Opened.bytes("\u001f"));
  }

  @Test
  void whateverCameBeforeTheEndIsHandedOut() throws IOException {
    byte[] gzip = Compressed.GZIP.of(TEXT);
    byte[] half = Arrays.copyOf(gzip, gzip.length - 8);
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1),
            new ByteArrayInputStream(half),
            ContentOptions.defaults())) {
      UnpackedFile unpacked = Opened.next(contents);
      byte[] data = Opened.bytes(TEXT);
      assertEquals(
          TEXT, new String(unpacked.stream().readNBytes(data.length), StandardCharsets.UTF_8));
    }
  }

  /** Zstandard may refer to what is 8 MiB away; what the decoder holds for that is not lost. */
  @Test
  void whatComesBeforeADamagedBlockIsRead() throws IOException {
    Random random = new Random(20261129);
    StringBuilder lines = new StringBuilder();
    while (lines.length() < 3_000_000) {
      lines.append(random.nextInt()).append(" and ").append(random.nextInt(9)).append('\n');
    }
    byte[] data = Opened.bytes(lines.toString());
    byte[] good = Compressed.ZSTANDARD.of(data);
    for (int at : new int[] {good.length / 2, good.length - 100_000, good.length - 1}) {
      byte[] cut = Arrays.copyOf(good, at);
      assertBegins(data, cut, (int) ((long) data.length * at / good.length) - (1 << 18), "cut off");
      byte[] bad = good.clone();
      Arrays.fill(bad, at - 50_000, at - 49_000, (byte) 0xff);
      int least = (int) ((long) data.length * (at - 50_000) / good.length) - (1 << 18);
      assertBegins(data, bad, least, "broken: ");
    }
  }

  private static void assertBegins(byte[] data, byte[] damaged, int least, String complaint)
      throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    IOException thrown = null;
    try (InputStream in = Compression.open(new ByteArrayInputStream(damaged))) {
      in.transferTo(read);
    } catch (IOException e) {
      thrown = e;
    }
    assertTrue(String.valueOf(thrown).contains(complaint), String.valueOf(thrown));
    byte[] bytes = read.toByteArray();
    assertEquals(-1, Arrays.mismatch(Arrays.copyOf(data, bytes.length), bytes));
    assertTrue(read.size() >= least, read.size() + " of at least " + least);
  }

  /** Known answers of the reference implementation. */
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
  })
  void theHashIsThatOfTheReference(String text, String hash) {
    XxHash64 computed = new XxHash64();
    for (byte each : Opened.bytes(text)) {
      computed.update(new byte[] {each}, 0, 1);
    }
    assertEquals(hash, Long.toHexString(computed.value()));
    XxHash64 atOnce = new XxHash64();
    atOnce.update(Opened.bytes(text), 0, text.length());
    assertEquals(hash, Long.toHexString(atOnce.value()));
  }
}

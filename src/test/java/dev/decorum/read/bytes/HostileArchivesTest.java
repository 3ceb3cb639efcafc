package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are made to exhaust memory or time, or to be read otherwise than they look. */
class HostileArchivesTest {
  private static final InputFile PIPE = new InputFile("-", null, -1);

  private static final String BOMB =
      "it expands to more than 1 GiB and to more than 500 times its size, as no chat log does;"
          + " decompress it first if it is one";

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** A header of a tar, with its checksum. */
  private static byte[] header(String name, long size, char type) {
    byte[] header = new byte[TarReader.RECORD];
    put(header, 0, name);
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    return checked(header);
  }

  private static byte[] checked(byte[] header) {
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o\0", sum));
    return header;
  }

  private static void put(byte[] bytes, int at, String text) {
    System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, bytes, at, text.length());
  }

  private static byte[] padded(String text) {
    byte[] bytes = Opened.bytes(text);
    int records = (bytes.length + TarReader.RECORD - 1) / TarReader.RECORD;
    return Arrays.copyOf(bytes, records * TarReader.RECORD);
  }

  private static final byte[] END = new byte[2 * TarReader.RECORD];

  /** The list of a zip with so many equal entries of one empty file. */
  private static byte[] list(int entries, String name, byte[] extra) {
    byte[] local = new byte[30 + name.length()];
    ByteBuffer out =
        ByteBuffer.allocate(local.length + entries * (46 + name.length() + extra.length) + 22)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x04034b50).position(26);
    out.putShort((short) name.length()).putShort((short) 0).put(Opened.bytes(name));
    for (int i = 0; i < entries; i++) {
      int entry = out.position();
      out.putInt(0x02014b50).position(entry + 28);
      out.putShort((short) name.length()).putShort((short) extra.length);
      out.position(entry + 46);
      out.put(Opened.bytes(name)).put(extra);
    }
    int length = out.position() - local.length;
    out.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
    out.putInt(length).putInt(local.length);
    return out.array();
  }

  @Test
  void aListOfFilesBeyondWhatMemoryHoldsIsRefused() {
    String refused = "-: the archive holds too many files; unpack it and score the folder";
    assertEquals(refused, Opened.of(list(200_000, "a.csv", new byte[0])).complaint());
    byte[] extra = new byte[60_000];
    for (int i = 0; i < extra.length; i += 4) {
      extra[i] = (byte) 0xca;
      extra[i + 1] = (byte) 0xfe;
    }
    assertEquals(refused, Opened.of(list(300, "a.csv", extra)).complaint());
  }

  @Test
  void aFileManyTimesInTheListIsRefused() {
    assertEquals(
        "-!a.csv: the archive holds it twice; unpack it and score the one that is meant",
        Opened.of(list(3, "a.csv", new byte[0])).complaint());
  }

  /** Each file becomes 256 MiB. */
  @Test
  void filesOfAZipMayNotBecomeTooMuchTogether() throws IOException {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(part)) {
      byte[] block = new byte[1 << 20];
      Arrays.fill(block, (byte) ' ');
      for (int i = 0; i < 256; i++) {
        out.write(block);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = 0; i < 6; i++) {
        zip.putArchiveEntry(new ZipArchiveEntry(i + ".csv.gz"));
        zip.write(part.toByteArray());
        zip.closeArchiveEntry();
      }
    }
    int files = 0;
    try (InputContents contents =
        InputContents.open(
            PIPE, new ByteArrayInputStream(bytes.toByteArray()), ContentOptions.defaults())) {
      UnpackedFile unpacked = contents.next();
      while (unpacked != null) {
        unpacked.stream().transferTo(OutputStream.nullOutputStream());
        files++;
        unpacked = contents.next();
      }
    } catch (IOException e) {
      assertEquals(BOMB, e.getMessage());
      assertEquals(4, files);
      return;
    }
    throw new AssertionError(files + " files read");
  }

  @ParameterizedTest
  @ValueSource(chars = {'L', 'x'})
  void aDescriptionInATarMayNotBeLong(char type) {
    byte[] begin = header("x", 1L << 30, type);
    InputStream in =
        new ByteArrayInputStream(begin) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            int read = super.read(target, from, length);
            assertTrue(read > 0, "reads on");
            return read;
          }
        };
    assertEquals(
        "unreadable: the tar archive is broken: the description of a file is longer than 64 KiB",
        Opened.of(PIPE, in, ContentOptions.defaults()).complaint());
  }

  @Test
  void manyHeadersInFrontOfAFileAreNoTrouble() {
    byte[] global = header("g", 0, 'g');
    List<InputStream> parts = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      parts.add(new ByteArrayInputStream(global));
    }
    parts.add(new ByteArrayInputStream(join(header("a.csv", 2, '0'), padded("1\n"), END)));
    InputStream in = new SequenceInputStream(Collections.enumeration(parts));
    assertEquals(List.of("-!a.csv: 1\n"), Opened.of(PIPE, in, ContentOptions.defaults()).files());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no length",
        "99 path=a.csv\n",
        "3 path=a.csv\n",
        "13 path=a.csv",
        "99999999999999999999 path=a.csv\n",
        "10 size=x\n",
        "11 size=-1\n",
      })
  void aBrokenPaxHeaderIsSaid(String text) {
    byte[] pax = join(header("p", text.length(), 'x'), padded(text));
    String complaint = Opened.of(join(pax, header("a.csv", 0, '0'), END)).complaint();
    assertTrue(complaint.startsWith("unreadable: the tar archive is broken: "), complaint);
  }

  @Test
  void whatAPaxHeaderSaysCounts() {
    // é takes two bytes.
    String text = "17 path=b/é.csv\n10 size=3\n12 mtime=1.\n";
    byte[] data = Opened.bytes(text);
    byte[] pax = join(header("p", data.length, 'x'), padded(text));
    assertEquals(
        List.of("-!b/é.csv: 1,2"),
        Opened.of(join(pax, header("a.csv", 0, '0'), padded("1,2"), END)).files());
  }

  @Test
  void sizesMayBeBinaryButNotAbsurd() {
    byte[] binary = header("a.csv", 3, '0');
    Arrays.fill(binary, 124, 136, (byte) 0);
    binary[124] = (byte) 0x80;
    binary[135] = 3;
    assertEquals(
        List.of("-!a.csv: 1,2"), Opened.of(join(checked(binary), padded("1,2"), END)).files());
    Arrays.fill(binary, 124, 136, (byte) 0xff);
    assertEquals(
        "unreadable: the tar archive is broken: the size of a file is not a number",
        Opened.of(join(checked(binary), END)).complaint());
    byte[] huge = header("a.csv", 0, '0');
    put(huge, 124, "77777777777");
    assertEquals(
        "unreadable: the tar archive is cut off", Opened.of(join(checked(huge), END)).complaint());
  }

  @Test
  void sparseFilesAreNamed() {
    byte[] old = header("a.csv", 0, 'S');
    String gnu = "22 GNU.sparse.major=1\n";
    byte[] pax = join(header("p", gnu.length(), 'x'), padded(gnu), header("b.csv", 0, '0'));
    assertEquals(
        List.of(
            "!! -!a.csv: it is stored in a way that is not supported, such as a sparse file; unpack it"
                + " first",
            "!! -!b.csv: it is stored in a way that is not supported, such as a sparse file; unpack it"
                + " first",
            "-!c.csv: 1"),
        Opened.of(join(old, pax, header("c.csv", 1, '0'), padded("1"), END)).files());
  }

  @Test
  void aSkippableFrameThatIsCutOffIsSaid() {
    byte[] frame = {0x50, 0x2a, 0x4d, 0x18, 9, 0, 0, 0, 1};
    assertEquals("unreadable: the Zstandard data is cut off", Opened.of(frame).complaint());
  }

  /** A little of what {@code src/fuzz} does at length. */
  @ParameterizedTest
  @ValueSource(strings = {"zip", "tar", "zip in gzip", "tar in gzip"})
  void whateverIsChangedIsReadOrRefused(String kind) {
    String[] files = {"a.csv", "id,text\n".repeat(20), "b/c.jsonl", "{}\n", "notes.txt", "x"};
    byte[] good = kind.startsWith("zip") ? Opened.zip(files) : Opened.tar(files);
    Random random = new Random(20261128);
    for (int round = 0; round < 400; round++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(kind.startsWith("tar") ? 3000 : bad.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : 0xff);
      }
      if (kind.endsWith("gzip")) {
        bad = Opened.compressed(bad, GZIPOutputStream::new);
      }
      List<String> read = Opened.of(bad).files();
      assertTrue(!read.isEmpty(), "nothing is said");
      for (String line : read) {
        assertTrue(
            line.startsWith("-") || line.startsWith("!! -") || line.startsWith("!! unr"), line);
        assertTrue(!line.endsWith("null"), line);
      }
    }
  }
}

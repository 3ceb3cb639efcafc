package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Which files of an archive are read, and in which order. */
class ArchivesTest {
  @TempDir Path folder;

  /** How an archive is packed, and how it gets here. */
  enum Way {
    ZIP,
    ZIP_IN_GZIP,
    TAR,
    TAR_IN_GZIP,
    TAR_IN_ZSTANDARD,
    TAR_IN_BZIP2,
    TAR_IN_XZ;

    byte[] of(String... namesAndTexts) {
      byte[] archive =
          this == ZIP || this == ZIP_IN_GZIP
              ? Opened.zip(namesAndTexts)
              : Opened.tar(namesAndTexts);
      return switch (this) {
        case ZIP, TAR -> archive;
        case ZIP_IN_GZIP, TAR_IN_GZIP -> Opened.compressed(archive, GZIPOutputStream::new);
        case TAR_IN_ZSTANDARD -> Opened.compressed(archive, ZstdOutputStream::new);
        case TAR_IN_BZIP2 -> Opened.compressed(archive, BZip2CompressorOutputStream::new);
        case TAR_IN_XZ ->
            Opened.compressed(archive, out -> new XZOutputStream(out, new LZMA2Options(0)));
      };
    }
  }

  private Opened onDisk(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("x.bin"), bytes);
    return Opened.of(file);
  }

  /** From disk and through a pipe, which have to give the same. */
  private Opened open(byte[] bytes) throws IOException {
    Opened piped = Opened.of(bytes);
    Opened onDisk = onDisk(bytes);
    assertEquals(
        piped.files(), onDisk.files().stream().map(line -> line.replace("x.bin", "-")).toList());
    assertEquals(piped.passedOver(), onDisk.passedOver());
    assertEquals(piped.bytes(), onDisk.bytes());
    return piped;
  }

  @ParameterizedTest
  @EnumSource
  void everyFileWithRowsIsReadAndTheRestIsListed(Way way) throws IOException {
    byte[] archive =
        way.of(
            "a/b.csv", "id,text\n",
            "a/notes.txt", "?",
            "a/picture.JPG", "?",
            "a/run.manifest.json", "{}",
            "b.JSONL", "{\"é\":1}\n",
            "__MACOSX/a/._b.csv", "?",
            ".DS_Store", "?",
            "c/.hidden.json", "?",
            "c/Thumbs.db", "?",
            "d/old.zip", "?",
            "e.tsv", "");
    Opened opened = open(archive);
    assertEquals(
        List.of("-!a/b.csv: id,text\n", "-!b.JSONL: {\"é\":1}\n", "-!e.tsv: "), opened.files());
    assertEquals(
        List.of(
            "a/notes.txt",
            "a/picture.JPG",
            "d/old.zip (an archive in an archive; unpack it first to read it)"),
        opened.passedOver());
    assertEquals(archive.length, opened.bytes());
  }

  @Test
  void filesOfAZipAreSortedAndThoseOfATarKeepTheirOrder() {
    String[] files = {"c.csv", "1", "a/z.csv", "2", "B.csv", "3"};
    assertEquals(
        List.of("-!B.csv: 3", "-!a/z.csv: 2", "-!c.csv: 1"), Opened.of(Opened.zip(files)).files());
    assertEquals(
        List.of("-!c.csv: 1", "-!a/z.csv: 2", "-!B.csv: 3"), Opened.of(Opened.tar(files)).files());
  }

  @Test
  void compressedFilesAreReadToo() throws IOException {
    byte[] gzip = Opened.compressed(Opened.bytes("{}\n"), GZIPOutputStream::new);
    assertEquals(List.of("-!a.jsonl.gz: {}\n"), open(zip("a.jsonl.gz", gzip)).files());
    byte[] twice = Opened.compressed(gzip, GZIPOutputStream::new);
    assertEquals(
        "-!a.jsonl.gz: it is compressed more than once; decompress it first",
        open(zip("a.jsonl.gz", twice)).complaint());
    assertEquals(
        "-!a.json: this is an archive in an archive; unpack it first",
        open(zip("a.json", Opened.zip("b.json", "[]"))).complaint());
  }

  private static byte[] zip(String name, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      zip.putArchiveEntry(new ZipArchiveEntry(name));
      zip.write(data);
      zip.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void textsOfAnArchiveAreDecoded(Way way) throws IOException {
    assertEquals(List.of("-!a.csv: é"), open(way.of("a.csv", "\ufeffé")).files());
  }

  @ParameterizedTest
  @EnumSource
  void ofChatGptAndClaudeOnlyTheChatsAreRead(Way way) throws IOException {
    Opened opened =
        open(
            way.of(
                "user.json", "{}",
                "conversations-000.json", "[0]",
                "conversations-001.json", "[1]",
                "message_feedback.json", "[]",
                "shared_conversations.json", "[]"));
    assertEquals(
        List.of("-!conversations-000.json: [0]", "-!conversations-001.json: [1]"), opened.files());
    assertEquals(List.of(), opened.passedOver());
  }

  @ParameterizedTest
  @EnumSource
  void whatElseLiesBesideSuchChatsIsListed(Way way) throws IOException {
    Opened opened =
        open(
            way.of(
                "2025/chat.csv", "own",
                "claude/conversations.json", "[]",
                "claude/more.jsonl", "?",
                "claude/x/y.json", "?",
                "claude/page.html", "?",
                "users.json", "kept"));
    assertEquals(
        List.of("-!2025/chat.csv: own", "-!claude/conversations.json: []", "-!users.json: kept"),
        opened.files());
    assertEquals(
        List.of(
            "claude/more.jsonl (beside the chats of an export)",
            "claude/x/y.json (beside the chats of an export)"),
        opened.passedOver());
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveWithoutRowsIsRefused(Way way) throws IOException {
    assertEquals(
        "-: the archive holds no file with a known extension (.jsonl, .ndjson, .json, .csv, .tsv,"
            + " .parquet, each also compressed); in it are 1.txt, 2.txt, 3.txt, 4.txt, 5.txt and 2"
            + " more",
        open(way.of(
                "1.txt",
                "",
                "2.txt",
                "",
                "3.txt",
                "",
                "4.txt",
                "",
                "5.txt",
                "",
                "6.txt",
                "",
                "7.txt",
                "",
                ".git/x.csv",
                ""))
            .complaint());
  }

  @Test
  void anEmptyZipIsRefused() throws IOException {
    assertEquals("-: the archive holds no files", open(Opened.zip()).complaint());
  }

  @ParameterizedTest
  @EnumSource
  void namesAreNeverPathsHere(Way way) throws IOException {
    Opened opened =
        open(way.of("../up.csv", "1", "C:\\a\\..\\b.csv", "2", "e\u001b[31m\u202e.csv", "3"));
    assertEquals(
        List.of("-!../up.csv: 1", "-!C:/a/../b.csv: 2", "-!e?[31m?.csv: 3"), opened.files());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("x.bin")), files.toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAnArchiveIsToldByItsBytes(Way way) throws IOException {
    Opened opened =
        open(way.of("a.json", "<html>", "b.csv", "PAR1\u0015", "c.json", "[]", "d.csv", "%PDF-1"));
    assertEquals(
        List.of(
            "!! -!a.json: this is an HTML page; export the chats as JSON or CSV and score that",
            "!! -!b.csv: this is a Parquet file, which needs random access; unpack it"
                + " first and score the file",
            "-!c.json: []",
            "!! -!d.csv: this is a PDF document; export the chats as JSON or CSV and score that"),
        opened.files());
  }

  @ParameterizedTest
  @EnumSource
  void theSameNameTwiceIsRefused(Way way) {
    List<String> files = Opened.of(way.of("a.csv", "1", "./a.csv", "2")).files();
    assertEquals(
        "!! -!a.csv: the archive holds it twice; unpack it and score the one that is meant",
        files.get(files.size() - 1));
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveMayHoldOnlySoManyFiles(Way way) {
    byte[] archive = way.of("1.csv", "", "2.csv", "", "3.csv", "");
    ContentOptions options = ContentOptions.defaults();
    assertEquals(3, Opened.of(archive, options.withMaxEntries(3)).files().size());
    List<String> files = Opened.of(archive, options.withMaxEntries(2)).files();
    assertEquals(
        "!! -: the archive holds too many files; unpack it and score the folder",
        files.get(files.size() - 1));
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveThatIsCutOffIsNeverReadInSilence(Way way) {
    byte[] whole = way.of("a.csv", "id,text\n".repeat(200), "b.csv", "more");
    int step = Math.max(1, whole.length / 150);
    for (int length = 600; length < whole.length - 2 * TarReader.RECORD; length += step) {
      List<String> files = Opened.of(Arrays.copyOf(whole, length)).files();
      String last = files.get(files.size() - 1);
      assertTrue(last.startsWith("!! unreadable: "), length + " of " + whole.length + ": " + last);
    }
  }

  @Test
  void whatIsNotReadToItsEndIsNoMistake() throws IOException {
    for (byte[] archive :
        List.of(
            Opened.zip("a.csv", "x".repeat(100_000), "b.csv", "2"),
            Opened.tar("a.csv", "x".repeat(100_000), "b.csv", "2"))) {
      try (InputContents contents =
          InputContents.open(
              new InputFile("-", null, -1),
              new ByteArrayInputStream(archive),
              ContentOptions.defaults())) {
        UnpackedFile first = Opened.next(contents);
        assertEquals('x', first.stream().read());
        UnpackedFile second = Opened.next(contents);
        assertEquals('2', second.stream().read());
        assertEquals("b.csv", second.shortName());
      }
    }
  }

  @Test
  void aZipOnDiskIsCountedWhileItIsRead() throws IOException {
    Path file = folder.resolve("two.zip");
    byte[] random = new byte[1 << 20];
    new Random(1).nextBytes(random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (String name : List.of("a.csv", "b.csv")) {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(random);
        zip.closeArchiveEntry();
      }
    }
    Files.write(file, bytes.toByteArray());
    AtomicLong counter = new AtomicLong();
    try (InputStream in = Files.newInputStream(file);
        InputContents contents =
            InputContents.open(
                new InputFile("two.zip", file, Files.size(file)),
                new CountingInputStream(in, counter),
                ContentOptions.defaults())) {
      UnpackedFile first = Opened.next(contents);
      assertTrue(counter.get() < 1 << 16, counter + " bytes before");
      first.stream().transferTo(OutputStream.nullOutputStream());
      assertTrue(counter.get() > 1 << 20 && counter.get() < 3 << 19, counter + " bytes after a");
      contents.next();
      assertEquals(null, contents.next());
      assertEquals(bytes.size(), counter.get());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void temporaryFilesGo() throws IOException {
    byte[] zip = Opened.zip("a.csv", "1");
    Opened.of(zip);
    Opened.of(Opened.zip("a.txt", "1"));
    Opened.of(Arrays.copyOf(zip, zip.length - 9));
    assertEquals(List.of(), openCopies());
  }

  /** The copies of archives that this process has open; they have no names in a folder. */
  private static List<String> openCopies() throws IOException {
    List<String> copies = new ArrayList<>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/self/fd"), Files::isSymbolicLink)) {
      for (Path descriptor : descriptors) {
        try {
          String file = Files.readSymbolicLink(descriptor).toString();
          if (file.matches(".*/decorum-\\d+\\.tmp \\(deleted\\)")) {
            copies.add(file);
          }
        } catch (NoSuchFileException e) {
          // closed by another thread meanwhile
        }
      }
    }
    return copies;
  }

  @Test
  void encryptedFilesAreNamed() throws IOException {
    byte[] zip = Opened.zip("a.csv", "1", "p.png", "2");
    // Bit 0 of the flags, 8 bytes into each entry of the list.
    int first = indexOf(zip, 0, 'P', 'K', 1, 2);
    zip[first + 8] |= 1;
    assertEquals(
        "-!a.csv: it is encrypted; unpack it with its password first and score the file",
        open(zip).complaint());
    zip[first + 8] ^= 1;
    zip[indexOf(zip, first + 1, 'P', 'K', 1, 2) + 8] |= 1;
    assertEquals(List.of("-!a.csv: 1"), open(zip).files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"14 LZMA", "99 AES_ENCRYPTED", "95 XZ", "77 number 77"})
  void unknownMethodsAreNamed(String method) throws IOException {
    byte[] zip = Opened.zip("a.csv", "1");
    int space = method.indexOf(' ');
    zip[indexOf(zip, 0, 'P', 'K', 1, 2) + 10] = Byte.parseByte(method.substring(0, space));
    assertEquals(
        "-!a.csv: it is compressed with a method that is not supported ("
            + method.substring(space + 1)
            + "); unpack it first and score the file",
        open(zip).complaint());
  }

  static int indexOf(byte[] bytes, int from, int... wanted) {
    for (int i = from; i < bytes.length; i++) {
      int length = 0;
      while (length < wanted.length && bytes[i + length] == (byte) wanted[length]) {
        length++;
      }
      if (length == wanted.length) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void lengthAndChecksumOfAZipAreHeldAgainstTheData() throws IOException {
    byte[] good = Opened.zip("a.csv", "123456");
    int list = indexOf(good, 0, 'P', 'K', 1, 2);
    byte[] checksum = good.clone();
    checksum[list + 16] ^= 1;
    assertEquals(
        "unreadable: the zip data is broken: its checksum differs", open(checksum).complaint());
    byte[] shorter = good.clone();
    shorter[list + 24]--;
    assertEquals(
        "unreadable: the zip data is broken: its length differs", open(shorter).complaint());
    byte[] longer = good.clone();
    longer[list + 24]++;
    assertEquals(
        "unreadable: the zip data is broken: its length differs", open(longer).complaint());
  }

  @Test
  void filesThatOverlapAreRefused() throws IOException {
    byte[] zip = Opened.zip("a.csv", "1", "b.csv", "2");
    int first = indexOf(zip, 0, 'P', 'K', 1, 2);
    int second = indexOf(zip, first + 1, 'P', 'K', 1, 2);
    System.arraycopy(zip, first + 42, zip, second + 42, 4);
    assertEquals(
        "-!b.csv: it shares bytes with another file of the archive, as in archives that are made to"
            + " do harm",
        open(zip).complaint());
  }

  @Test
  void aTarOfEveryKindIsRead() throws IOException {
    String longName = "folder/".repeat(40) + "a.csv";
    for (int mode :
        List.of(TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
        tar.setLongFileMode(mode);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.putArchiveEntry(new TarArchiveEntry("folder/"));
        tar.closeArchiveEntry();
        for (String name : List.of(longName, "é.csv")) {
          TarArchiveEntry entry = new TarArchiveEntry(name);
          entry.setModTime(-86_400_000L * 365 * 80);
          entry.setSize(3);
          tar.putArchiveEntry(entry);
          tar.write(Opened.bytes("1,2"));
          tar.closeArchiveEntry();
        }
        TarArchiveEntry link = new TarArchiveEntry("link.csv", TarConstants.LF_SYMLINK);
        link.setLinkName("é.csv");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      Opened opened = open(bytes.toByteArray());
      assertEquals(2, opened.files().size());
      assertTrue(opened.files().get(0).startsWith("-!…older/folder/"), opened.toString());
      assertTrue(opened.files().get(0).endsWith("/a.csv: 1,2"), opened.toString());
      assertEquals("-!é.csv: 1,2", opened.files().get(1));
      assertEquals(List.of("link.csv (a link)"), opened.passedOver());
    }
  }

  @Test
  void aTarIsReadAsItComes() throws IOException {
    byte[] tar = Opened.tar("a.jsonl", "{}\n", "b.jsonl", "{}\n");
    int first = 2 * TarReader.RECORD;
    InputStream stuck =
        new ByteArrayInputStream(tar, 0, first) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            int read = super.read(target, from, length);
            assertFalse(read < 0, "waits for the second file");
            return read;
          }
        };
    try (InputContents contents =
        InputContents.open(new InputFile("-", null, -1), stuck, ContentOptions.defaults())) {
      UnpackedFile unpacked = Opened.next(contents);
      assertEquals("-!a.jsonl", unpacked.name());
      assertEquals(3, unpacked.stream().readNBytes(3).length);
    }
  }

  @Test
  void twoTarsInOneAreNotHalfRead() {
    byte[] one = Opened.tar("a.csv", "1");
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    assertEquals(
        List.of(
            "-!a.csv: 1",
            "!! unreadable: the tar archive is broken: there is more data after its end; unpack it with:"
                + " tar --ignore-zeros -xf"),
        Opened.of(both).files());
  }

  @Test
  void aTarWithoutAnEndIsCutOff() {
    byte[] tar = Opened.tar("a.csv", "1");
    assertEquals(
        List.of("-!a.csv: 1", "!! unreadable: the tar archive is cut off"),
        Opened.of(Arrays.copyOf(tar, 2 * TarReader.RECORD)).files());
    assertEquals(
        List.of("-!a.csv: 1"), Opened.of(Arrays.copyOf(tar, 3 * TarReader.RECORD)).files());
  }
}

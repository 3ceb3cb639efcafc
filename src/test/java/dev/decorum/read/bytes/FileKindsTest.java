package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no text, and text that is no rows: each is told what it is and what to do. */
class FileKindsTest {
  private static final String SAVE = "; save it as CSV (UTF-8) and score that";
  private static final String EXPORT = "; export the chats as JSON or CSV and score that";

  @TempDir Path folder;

  /** The first bytes, as {@code xxd -p -l 16} shows them of such files. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d0cf11e0a1b11ae10000000000000000 | an old or encrypted Office document",
        "255044462d312e370a25e2e3cfd30a31 | a PDF document",
        "7b5c727466315c616e73695c616e7369 | a rich text document (RTF)",
        "89504e470d0a1a0a0000000d49484452 | an image (PNG)",
        "ffd8ffe000104a464946000101010048 | an image (JPEG)",
        "47494638396101000100800000000000 | an image (GIF)",
        "52494646240000005745425056503820 | an image (WebP)",
        "524946462408000057415645666d7420 | a video, a sound or an image",
        "00000020667479706865696300000000 | a video, a sound or an image",
        "4944330400000000002354535345000f | a video, a sound or an image",
        "53514c69746520666f726d6174203300 | a SQLite database",
        "377abcaf271c00045bd8a27d00000000 | a 7-Zip archive",
        "526172211a0701003392b5e50a010506 | a RAR archive",
        "504b0708504b030414000000080000aa | one part of a split zip archive",
        "4d5a90000300000004000000ffff0000 | a program",
        "7f454c46020101000000000000000000 | a program",
        "4152524f573100000001000010000000 | an Arrow file",
        "4f626a0104166176726f2e736368656d | an Avro file",
        "894844460d0a1a0a0000000000080800 | an HDF5 file",
        "80049513000000000000005d94280303 | a Python pickle",
        "40000000000000007b22612e62223a7b | a model's weights (safetensors)",
        "10000100000000007b22612e62223a7b | a model's weights (safetensors)",
        "04224d186440a70b000080746578740a | compressed with LZ4",
        "5d00008000ffffffffffffffff003d88 | compressed with LZMA",
        "1f9d9061c2c4f2060000000000000000 | compressed with compress (.Z)",
        "4c5a4950010c003a1abdb5b4dbdbdbdb | compressed with lzip",
      })
  void aKindIsToldByItsFirstBytes(String hex, String what) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String complaint = Opened.of(Arrays.copyOf(bytes, 600)).complaint();
    assertTrue(complaint.startsWith("-: this is " + what), complaint);
    assertTrue(complaint.contains("; "), complaint);
    assertEquals(complaint, Opened.of(bytes).complaint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html>\n<html>",
        "\n\n <html lang=\"en\">",
        "<!-- saved from url=(0014)about:internet -->\n<HTML>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
        "<div class=\"chat\">",
        "MIME-Version: 1.0\n",
        "From: <Saved by Blink>\n",
      })
  void pages(String text) {
    assertEquals("-: this is an HTML page" + EXPORT, Opened.of(Opened.bytes(text)).complaint());
    byte[] wide = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE);
    assertEquals("-: this is an HTML page" + EXPORT, Opened.of(wide).complaint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<?xml version='1.0'?><smses count='2'> | an XML file",
        "<?xml version='1.0'?>                  | an XML file",
        "<!DOCTYPE chat SYSTEM 'c.dtd'><chat>   | an XML file",
        "<svg xmlns='http://www.w3.org/2000/svg'> | an image (SVG)",
        "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook> | an Excel workbook",
      })
  void markup(String text, String what) {
    String complaint = Opened.of(Opened.bytes(text)).complaint();
    assertTrue(complaint.startsWith("-: this is " + what + "; "), complaint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[25.01.2025, 21:00:12] Nia: Are you open?",
        "\u200e[25/01/25, 9:00:12\u202fPM] Nia B.: \u200eimage omitted",
        "[2025-01-25 21:00] Nia: x",
        "25/01/2025, 21:00 - Nia: Are you open?",
        "1/25/25, 9:00 PM - Nia: Are you open?",
        "1/25/25, 9:00\u202fPM - Messages and calls are end-to-end encrypted.",
        "25.01.25, 21:00 - Nia: x",
        "25/1/2025, 9:00 p. m. - Nia: x",
        "25/01/2025 21:00 - Nia: x",
        "25/01/2025 à 21:00 - Nia: x",
      })
  void whatsApp(String line) {
    assertEquals(
        "-: this is WhatsApp's text export; turn it into a table (CSV) or JSON Lines with the"
            + " conversation, the speaker and the text of each message first",
        Opened.of(Opened.bytes(line + "\n" + line)).complaint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\n",
        "[1, 2]",
        "[25.01, 3]",
        "{\\x",
        "<START>\nBot: hi",
        "<id>,text\n1,a",
        "<id>",
        "2025-01-25,21:00,Nia",
        "2025-01-25 21:00,a - b: c",
        "MIME,text",
        "MZ,text",
        "PAR1,text",
        "RIFF,text,more,WEBP",
        "Rar!,x",
        "SQLite format 3,x",
        "id\0,text\n",
        "\u00e2,b",
      })
  void textIsLeftToOthers(String text) {
    assertEquals(List.of("-: " + text), Opened.of(Opened.bytes(text)).files());
  }

  @Test
  void officeDocumentsAreZipArchives() {
    assertEquals(
        "-: this is an Excel workbook" + SAVE,
        Opened.of(Opened.zip("[Content_Types].xml", "<", "xl/workbook.xml", "<")).complaint());
    assertEquals(
        "-: this is a Word document" + EXPORT,
        Opened.of(Opened.zip("[Content_Types].xml", "<", "word/document.xml", "<")).complaint());
    assertEquals(List.of("-!xl/a.csv: 1"), Opened.of(Opened.zip("xl/a.csv", "1")).files());
  }

  @Test
  void parquetHasToLieOnDisk() throws IOException {
    byte[] parquet = Opened.bytes("PAR1\u0015\u0000PAR1");
    Path file = Files.write(folder.resolve("chats.parquet"), parquet);
    Opened opened = Opened.of(file);
    assertEquals(List.of("chats.parquet: Parquet in chats.parquet"), opened.files());
    assertEquals(parquet.length, opened.bytes());
    String refused = "-: this is a Parquet file, which needs random access; ";
    assertEquals(
        refused + "save it to a file on disk and score that", Opened.of(parquet).complaint());
    byte[] gzip = Opened.compressed(parquet, GZIPOutputStream::new);
    assertEquals(refused + "decompress it first", Opened.of(gzip).complaint());
  }

  /** Gives what it has, then fails whoever waits for more. */
  private static InputStream stuckAfter(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int from, int length) {
        int read = super.read(target, from, length);
        assertTrue(read > 0, "waits for more than there is");
        return read;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":1}\n",
        "{\"te",
        "[{\"text\":\"a\"},",
        "id,text\n",
        "2025,a\n",
        "[1\n",
        "[25.01.2025\n",
        "\ufeff{}\n",
        "\n{\"a",
        "BZ\n",
        "M,\n",
        "P*\n",
      })
  void noMoreIsWaitedForThanItTakes(String text) throws IOException {
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1),
            stuckAfter(Opened.bytes(text)),
            ContentOptions.defaults())) {
      UnpackedFile unpacked = Opened.next(contents);
      byte[] expected = Opened.bytes(text.replace("\ufeff", ""));
      assertEquals(
          text.replace("\ufeff", ""),
          new String(unpacked.stream().readNBytes(expected.length), StandardCharsets.UTF_8));
    }
  }

  @Test
  void wideTextIsNotWaitedForEither() throws IOException {
    byte[] line = "{\"text\":1}\n".getBytes(Charset.forName("UTF-16LE"));
    try (InputContents contents =
        InputContents.open(
            new InputFile("-", null, -1), stuckAfter(line), ContentOptions.defaults())) {
      UnpackedFile unpacked = Opened.next(contents);
      assertEquals(
          "{\"text\":1}\n", new String(unpacked.stream().readNBytes(11), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!---->", " <!-- a -->\n", "<? ?>", " "})
  void aPageMayHaveAnyNumberOfThingsBeforeIt(String before) {
    byte[] page = (before.repeat(5) + "<html>").getBytes(StandardCharsets.UTF_8);
    assertTrue(Opened.of(page).complaint().startsWith("-: this is an HTML page"));
    // More than Java's stack has room for, if each took some of it.
    Opened.of(before.repeat(50_000).getBytes(StandardCharsets.UTF_8));
  }
}

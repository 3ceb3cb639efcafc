package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.bytes.InputException;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every format, however its bytes arrive. */
class FormatContractTest {
  private static final InputOptions OPTIONS = InputOptions.defaults().withKeep(List.of("lang"));

  /** Lines of a file with four conversations, c0 to c3. */
  static List<String> lines(InputFormat format) {
    List<String> lines = new ArrayList<>();
    switch (format) {
      case CSV -> lines.add("id,text,lang");
      case CSV_MESSAGES -> lines.add("conversation_id,sender,text,lang");
      case CHAI_FEEDBACK -> lines.add("{\"feedback\":{");
      default -> {}
    }
    for (int i = 0; i < 4; i++) {
      String text = "Größe 🙂 " + i;
      String list =
          switch (format) {
            case CHAI -> "'chat_history':[{'sender':'user','message':'%s'}]";
            case CHAI_FEEDBACK -> "'messages':[{'sender':{'uid':'u'},'content':'%s'}]";
            case OPENAI -> "'messages':[{'role':'user','content':'%s'}]";
            case PREFERENCE -> "'prompt':[],'chosen':'%s','rejected':'no'";
            case CANDIDATES -> "'chat_history':[],'candidates':['%s','no']";
            case COMPLETION -> "'prompt':[],'completion':'%s'";
            case SILLYTAVERN -> "'chat_metadata':{}";
            case SHAREGPT -> "'conversations':[{'from':'human','value':'%s'}]";
            case TEXT -> "'text':'%s'";
            case CSV -> "c" + i + ",%s,de";
            case CSV_MESSAGES -> "c" + i + ",user,\"%s\",de";
            case AUTO -> throw new IllegalArgumentException();
          };
      String row = list.formatted(text);
      String object = "{'id':'c" + i + "','lang':'de'," + row + "}";
      if (format == InputFormat.CHAI_FEEDBACK) {
        object = "'k" + i + "':" + object + (i < 3 ? "," : "}}");
      }
      lines.add(format.isTable() ? row : object.replace("'", "\""));
      if (format == InputFormat.SILLYTAVERN) {
        lines.add("{\"name\":\"Bot\",\"is_user\":false,\"mes\":\"" + text + "\"}");
      }
    }
    return lines;
  }

  /** What follows the id of a row in those of its conversations. */
  private static List<String> suffixes(InputFormat format) {
    return switch (format) {
      case PREFERENCE -> List.of("#chosen", "#rejected");
      case CANDIDATES -> List.of("#1", "#2");
      default -> List.of("");
    };
  }

  /** The id of the first conversation of a row. */
  private static String id(InputFormat format, int row) {
    return "c" + row + suffixes(format).get(0);
  }

  private static int conversationsPerRow(InputFormat format) {
    return suffixes(format).size();
  }

  /** How many lines lie between the beginnings of two conversations. */
  private static int linesPerRow(InputFormat format) {
    return format == InputFormat.SILLYTAVERN ? 2 : 1;
  }

  /** Whether the first line is no conversation yet. */
  private static boolean hasHeader(InputFormat format) {
    return format.isTable() || format == InputFormat.CHAI_FEEDBACK;
  }

  private static List<String> expected(InputFormat format) {
    List<String> expected = new ArrayList<>();
    int first = hasHeader(format) ? 2 : 1;
    for (int i = 0; i < 4; i++) {
      String text = "Größe 🙂 " + i;
      String content =
          switch (format) {
            case CHAI, CHAI_FEEDBACK, OPENAI, SHAREGPT, CSV_MESSAGES ->
                "||| user(You): " + text + ";";
            case PREFERENCE, CANDIDATES, COMPLETION, SILLYTAVERN -> "||| bot: " + text + ";";
            case TEXT, CSV -> "|" + text + "|";
            case AUTO -> throw new IllegalArgumentException();
          };
      String rest = " @" + (first + i * linesPerRow(format)) + " bot=Bot kept=lang='de'; ";
      expected.add(id(format, i) + rest + content);
      if (conversationsPerRow(format) == 2) {
        expected.add("c" + i + suffixes(format).get(1) + rest + "||| bot: no;");
      }
    }
    return expected;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] file(InputFormat format) {
    return bytes(String.join("\n", lines(format)) + "\n");
  }

  private static void assertReads(InputFormat format, byte[] bytes) {
    assertEquals(expected(format), Reading.of(bytes, OPTIONS.withFormat(format)).lines());
    Reading told = Reading.of(bytes, OPTIONS);
    assertEquals(expected(format), told.lines());
    assertEquals(1, told.detected().size());
    assertTrue(told.detected().get(0).startsWith("-: " + format + " because of the "));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void itIsToldFromItsContent(InputFormat format) {
    assertReads(format, file(format));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void lineEndsAndMarksDoNotMatter(InputFormat format) {
    String text = String.join("\n", lines(format));
    assertReads(format, bytes(text));
    assertReads(format, bytes("\ufeff" + text + "\n"));
    assertReads(format, bytes(text.replace("\n", "\r\n") + "\r\n"));
    assertReads(format, bytes(text + "\n\n \n\r\n"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void blankLinesAreCountedButNotRead(InputFormat format) {
    Reading reading = Reading.of(bytes(String.join("\n\n", lines(format))), OPTIONS);
    int first = hasHeader(format) ? 3 : 1;
    for (int i = 0; i < 4; i++) {
      Conversation conversation = reading.accepted().get(i * conversationsPerRow(format));
      assertEquals(id(format, i), conversation.id());
      assertEquals(first + 2 * linesPerRow(format) * i, conversation.location().line());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void compressionDoesNotMatter(InputFormat format) throws IOException {
    byte[] file = file(format);
    byte[] half = Arrays.copyOf(file, file.length / 2);
    byte[] rest = Arrays.copyOfRange(file, file.length / 2, file.length);
    assertReads(format, gzip(file));
    assertReads(format, join(gzip(half), gzip(new byte[0]), gzip(rest)));
    assertReads(format, zstd(file));
    assertReads(format, join(zstd(half), zstd(rest)));
    byte[] skippable = {0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9};
    assertReads(format, join(skippable, zstd(file)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aStreamMayComeByteByByte(InputFormat format) throws IOException {
    for (byte[] bytes : List.of(file(format), gzip(file(format)), zstd(file(format)))) {
      InputStream slow =
          new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int from, int length) throws IOException {
              return super.read(target, from, Math.min(length, 1));
            }

            @Override
            public int available() {
              return 0;
            }
          };
      assertEquals(expected(format), Reading.of(List.of("-"), OPTIONS, slow).lines());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aBadRowCostsNothingButItself(InputFormat format) throws IOException {
    List<String> lines = lines(format);
    int last = lines.size() - 1;
    boolean feedback = format == InputFormat.CHAI_FEEDBACK;
    String begin = format.isTable() ? "é,\"" : (feedback ? "\"k\":" : "") + "{\"é\":\"";
    String end = format.isTable() ? "\",,x,," : "\"}" + (feedback ? "," : "");
    byte[] bad =
        join(
            bytes(String.join("\n", lines.subList(0, last)) + "\n"),
            bytes(begin),
            new byte[] {(byte) 0xff},
            bytes(end + "\n"),
            bytes(lines.get(last) + "\n"));
    Reading reading = Reading.of(bad, OPTIONS);
    int perRow = conversationsPerRow(format);
    assertEquals(4 * perRow, reading.accepted().size());
    assertEquals(id(format, 3), reading.accepted().get(3 * perRow).id());
    // A chat of several lines has begun before the bad one.
    int begun = format == InputFormat.SILLYTAVERN ? last : last + 2;
    assertEquals(begun, reading.accepted().get(3 * perRow).location().line());
    assertEquals(1, reading.rejected().size());
    String where = (last + 1) + ":" + (begin.length() + 1);
    String reason = Reading.show(reading.rejected().get(0));
    assertTrue(reason.startsWith(where + " not valid UTF-8: byte 0xFF"), reason);
    assertTrue(reading.rejected().get(0).raw().contains("\\xFF"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void brokenCompressionIsAnError(InputFormat format) throws IOException {
    byte[] gzip = gzip(file(format));
    assertUnreadable(Arrays.copyOf(gzip, gzip.length - 9), "the gzip data is cut off");
    assertUnreadable(join(gzip, bytes("rest")), "a member has no proper header");
    byte[] changed = gzip.clone();
    changed[gzip.length - 6] ^= 1;
    assertUnreadable(changed, "its checksum differs");
    byte[] zstd = zstd(file(format));
    assertUnreadable(Arrays.copyOf(zstd, zstd.length - 5), "cannot be read");
    assertReads(format, join(gzip, new byte[512]));
  }

  private static void assertUnreadable(byte[] bytes, String reason) {
    try {
      Reading.of(bytes, OPTIONS);
    } catch (InputException e) {
      assertTrue(e.toString().contains("-: the file cannot be read: "), e.toString());
      assertTrue(e.toString().contains(reason), e.toString());
      return;
    }
    throw new AssertionError("read without a complaint");
  }

  static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  static byte[] zstd(byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(data);
    }
    return bytes.toByteArray();
  }

  static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.write(part);
    }
    return bytes.toByteArray();
  }
}

package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
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
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every format, however its bytes arrive. */
class FormatContractTest {
  private static final InputOptions OPTIONS = InputOptions.defaults().withKeep(List.of("lang"));

  /** All that may be given as {@code --input-format} but {@code auto}. */
  static List<String> formats() {
    List<String> formats = new ArrayList<>(Layouts.names());
    formats.remove(InputOptions.AUTO);
    return formats;
  }

  /** The fields of a row but for its id and {@code lang}, with TEXT for what is said in it. */
  private static String fields(String format) {
    return switch (format) {
      case "chai" -> "'chat_history':[{'sender':'user','message':'TEXT'}]";
      case "chai-feedback" -> "'messages':[{'sender':{'uid':'u'},'content':'TEXT'}]";
      case "chatgpt" ->
          "'current_node':'m','mapping':{'r':{'message':null,'parent':null},'m':{'message':"
              + "{'author':{'role':'user'},'content':{'content_type':'text','parts':['TEXT']}},"
              + "'parent':'r'}}";
      case "openwebui" ->
          "'chat':{'history':{'currentId':'m','messages':{'m':{'id':'m','parentId':null,"
              + "'role':'user','content':'TEXT'}}}}";
      case "grok" ->
          "'conversation':{'title':''},'responses':[{'response':"
              + "{'sender':'human','message':'TEXT'}}]";
      case "intercom" ->
          "'source':{'author':{'type':'user'},'body':'TEXT'},'conversation_parts':[]";
      case "characterai" ->
          "'histories':{'histories':[{'msgs':[{'src':{'is_human':true},'text':'TEXT'}]}]}";
      case "ooba" -> "'internal':[['TEXT','']],'visible':[['&','']]";
      case "risu" -> "'data':{'message':[{'role':'user','data':'TEXT'}]}";
      case "agnai" -> "'messages':[{'msg':'TEXT','userId':'u'}]";
      case "telegram" ->
          "'type':'bot_chat','messages':[{'type':'message','from':'You','text':'TEXT',"
              + "'text_entities':[]}]";
      case "oasst" -> "'prompt':{'role':'prompter','text':'TEXT','replies':[]}";
      case "sillytavern" -> "'chat_metadata':{}";
      case "session-trace" -> "'type':'session'";
      case "arena" ->
          "'conversation_a':[{'role':'assistant','content':'TEXT'}],"
              + "'conversation_b':[{'role':'assistant','content':'no'}]";
      case "preference" -> "'prompt':[],'chosen':'TEXT','rejected':'no'";
      case "candidates" -> "'chat_history':[],'candidates':['TEXT','no']";
      case "sharegpt" -> "'conversations':[{'from':'human','value':'TEXT'}]";
      case "openai" -> "'messages':[{'role':'user','content':'TEXT'}]";
      case "message-rows" -> "'conversation_id':'ID','role':'user','content':'TEXT'";
      case "exchange-rows" -> "'conversation_id':'ID','question':'TEXT','answer':'yes'";
      case "completion" -> "'prompt':[],'completion':'TEXT'";
      case "text" -> "'text':'TEXT'";
      default -> throw new AssertionError(format + " has no rows here yet");
    };
  }

  /** The line after the one with the fields; empty if there is none. */
  private static String secondLine(String format) {
    return switch (format) {
      case "sillytavern" -> "{'name':'Bot','is_user':false,'mes':'TEXT'}";
      case "session-trace" -> "{'type':'message','message':{'role':'user','content':'TEXT'}}";
      default -> "";
    };
  }

  private static boolean isTable(String format) {
    return format.startsWith("csv");
  }

  private static String text(int row) {
    return "Größe 🙂 " + row;
  }

  /** Lines of a file with four conversations, c0 to c3. */
  static List<String> lines(String format) {
    List<String> lines = new ArrayList<>();
    switch (format) {
      case "csv" -> lines.add("id,text,lang");
      case "csv-messages" -> lines.add("conversation_id,sender,text,lang");
      case "chai-feedback" -> lines.add("{\"feedback\":{");
      default -> {}
    }
    for (int i = 0; i < 4; i++) {
      String id = "c" + i;
      switch (format) {
        case "csv" -> lines.add(id + "," + text(i) + ",de");
        case "csv-messages" -> lines.add(id + ",user,\"" + text(i) + "\",de");
        case "chai-feedback" ->
            lines.add(
                row("'k" + i + "':{'id':'ID','lang':'de'," + fields(format) + "}", i)
                    + (i < 3 ? "," : "}}"));
        default -> {
          lines.add(row("{'id':'ID','lang':'de'," + fields(format) + "}", i));
          if (!secondLine(format).isEmpty()) {
            lines.add(row(secondLine(format), i));
          }
        }
      }
    }
    return lines;
  }

  private static String row(String template, int i) {
    return template.replace('\'', '"').replace("ID", "c" + i).replace("TEXT", text(i));
  }

  /** What follows the id of a row in those of its conversations. */
  private static List<String> suffixes(String format) {
    return switch (format) {
      case "preference" -> List.of("#chosen", "#rejected");
      case "candidates" -> List.of("#1", "#2");
      case "arena" -> List.of("#a", "#b");
      case "characterai" -> List.of("#1");
      default -> List.of("");
    };
  }

  /** The id of the first conversation of a row. */
  private static String id(String format, int row) {
    return "c" + row + suffixes(format).get(0);
  }

  private static int conversationsPerRow(String format) {
    return suffixes(format).size();
  }

  /** How many lines lie between the beginnings of two conversations. */
  private static int linesPerRow(String format) {
    return secondLine(format).isEmpty() ? 1 : 2;
  }

  /** Whether the first line is no conversation yet. */
  private static boolean hasHeader(String format) {
    return isTable(format) || format.equals("chai-feedback");
  }

  private static List<String> expected(String format) {
    List<String> expected = new ArrayList<>();
    int first = hasHeader(format) ? 2 : 1;
    for (int i = 0; i < 4; i++) {
      String content =
          switch (format) {
            case "preference", "candidates", "arena", "completion", "sillytavern" ->
                "||| bot: " + text(i) + ";";
            case "exchange-rows" -> "||| user(You): " + text(i) + "; bot: yes;";
            case "text", "csv" -> "|" + text(i) + "|";
            default -> "||| user(You): " + text(i) + ";";
          };
      String rest = " @" + (first + i * linesPerRow(format)) + " bot=Bot kept=lang='de'; ";
      expected.add(id(format, i) + rest + content);
      if (conversationsPerRow(format) == 2) {
        expected.add("c" + i + suffixes(format).get(1) + rest + "||| bot: no;");
      }
    }
    return expected;
  }

  /** The layout that is told from the content where this format is not given. */
  private static String told(String format) {
    return switch (format) {
      case "csv" -> "text";
      case "csv-messages" -> "message-rows";
      default -> format;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] file(String format) {
    return bytes(String.join("\n", lines(format)) + "\n");
  }

  private static void assertReads(String format, byte[] bytes) {
    assertEquals(expected(format), Reading.of(bytes, OPTIONS.withLayout(format)).lines());
    Reading told = Reading.of(bytes, OPTIONS);
    assertEquals(expected(format), told.lines());
    assertEquals(1, told.detected().size());
    assertTrue(told.detected().get(0).startsWith("-: " + told(format) + " because of the "));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void itIsToldFromItsContent(String format) {
    assertReads(format, file(format));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void lineEndsAndMarksDoNotMatter(String format) {
    String text = String.join("\n", lines(format));
    assertReads(format, bytes(text));
    assertReads(format, bytes("\ufeff" + text + "\n"));
    assertReads(format, bytes(text.replace("\n", "\r\n") + "\r\n"));
    assertReads(format, bytes(text + "\n\n \n\r\n"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void blankLinesAreCountedButNotRead(String format) {
    Reading reading = Reading.of(bytes(String.join("\n\n", lines(format))), OPTIONS);
    int first = hasHeader(format) ? 3 : 1;
    for (int i = 0; i < 4; i++) {
      Conversation conversation = reading.accepted().get(i * conversationsPerRow(format));
      assertEquals(id(format, i), conversation.id());
      assertEquals(first + 2 * linesPerRow(format) * i, conversation.location().line());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void compressionDoesNotMatter(String format) throws IOException {
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
  @MethodSource("formats")
  void aStreamMayComeByteByByte(String format) throws IOException {
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

  /** The file with a row before its last line that is no UTF-8. */
  private static byte[] withBadRow(String format, String begin) throws IOException {
    List<String> lines = lines(format);
    int last = lines.size() - 1;
    String end = isTable(format) ? "\",,x,," : "\"}" + (hasHeader(format) ? "," : "");
    return join(
        bytes(String.join("\n", lines.subList(0, last)) + "\n"),
        bytes(begin),
        new byte[] {(byte) 0xff},
        bytes(end + "\n"),
        bytes(lines.get(last) + "\n"));
  }

  /** A conversation that is not in any other row, as far as rows say to which they belong. */
  private static String badRow(String format) {
    return switch (format) {
      case "csv", "csv-messages" -> "é,\"";
      case "chai-feedback" -> "\"k\":{\"é\":\"";
      case "message-rows", "exchange-rows" -> "{\"conversation_id\":\"é\",\"x\":\"";
      default -> "{\"é\":\"";
    };
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aBadRowCostsItsConversationAndNoOther(String format) throws IOException {
    int last = lines(format).size();
    Reading reading = Reading.of(withBadRow(format, badRow(format)), OPTIONS);
    List<String> expected = new ArrayList<>(expected(format));
    int perRow = conversationsPerRow(format);
    String left =
        switch (format) {
          case "csv-messages", "message-rows", "exchange-rows" ->
              "; conversation \"é\" is left out";
          case "sillytavern", "session-trace" -> "; chat \"c3\" is left out";
          default -> "";
        };
    String rest = expected.get(3 * perRow);
    if (linesPerRow(format) == 2) {
      // The chat has begun before the bad row, and would have a hole.
      expected.remove(3);
    } else {
      for (int i = 3 * perRow; i < 4 * perRow; i++) {
        expected.set(i, expected.get(i).replace(" @" + last + " ", " @" + (last + 1) + " "));
      }
      assertFalse(expected.contains(rest));
    }
    assertEquals(
        expected, reading.lines().stream().filter(line -> !line.startsWith("! ")).toList());
    assertEquals(1, reading.rejected().size());
    String where = last + ":" + (badRow(format).length() + 1);
    assertEquals(
        where + " not valid UTF-8: byte 0xFF" + left, Reading.show(reading.rejected().get(0)));
    assertTrue(reading.rejected().get(0).raw().contains("\\xFF"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void brokenCompressionIsAnError(String format) throws IOException {
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

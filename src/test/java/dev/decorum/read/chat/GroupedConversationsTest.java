package dev.decorum.read.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.Reading;
import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.RowMemory;
import dev.decorum.read.dialogue.FieldUse;
import dev.decorum.read.dialogue.Fields;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.row.ExportRecords;
import dev.decorum.read.row.FirstValue;
import dev.decorum.read.row.Json;
import dev.decorum.read.row.JsonRecords;
import dev.decorum.read.row.TableRecords;
import dev.decorum.read.row.TableRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupedConversationsTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static List<String> read(String... lines) {
    return Reading.of(String.join("\n", lines).replace('\'', '"'), OPTIONS).lines();
  }

  private static String row(String id, String role, String text) {
    return "{'conversation_id':'%s','role':'%s','content':'%s'}".formatted(id, role, text);
  }

  private static String without(String role, String text) {
    return "{'role':'%s','content':'%s'}".formatted(role, text);
  }

  @Test
  void rowsOfOneConversationMayLieAnywhere() {
    assertEquals(
        List.of(
            "a @1 bot=Bot ||| user(You): 1; bot: 3; user(You): 5;",
            "b @2 bot=Bot ||| user(You): 2; bot: 4;"),
        read(
            row("a", "user", "1"),
            row("b", "user", "2"),
            row("a", "bot", "3"),
            row("b", "bot", "4"),
            row("a", "user", "5")));
  }

  @Test
  void aBadRowRejectsItsConversationAsAWhole() {
    assertEquals(
        List.of(
            "! 3:0 content is a number, expected a string; conversation \"a\" is left out",
            "b @2 bot=Bot ||| user(You): 2; bot: 5;"),
        read(
            row("a", "user", "1"),
            row("b", "user", "2"),
            row("a", "bot", "3").replace("'3'", "3"),
            row("a", "user", "4"),
            row("b", "bot", "5")));
  }

  @Test
  void aRowThatIsNoJsonStillSaysWhereItBelongs() {
    for (String id : List.of("'conversation_id':'b'", "'conversation_id' : 'b'")) {
      List<String> lines =
          read(
              row("b", "user", "1"),
              row("a", "user", "2"),
              "{" + id + ",'role':'bot','content':'x}",
              row("a", "bot", "4"));
      assertEquals(2, lines.size());
      assertTrue(lines.get(0).startsWith("! 3:"), lines.get(0));
      assertTrue(lines.get(0).endsWith("; conversation \"b\" is left out"), lines.get(0));
      assertEquals("a @2 bot=Bot ||| user(You): 2; bot: 4;", lines.get(1));
    }
  }

  @Test
  void aRowOfNobodyRejectsItsNeighbours() {
    List<String> lines =
        read(
            row("a", "user", "1"),
            row("b", "user", "2"),
            "{'role':'bot','content':'lost",
            row("c", "bot", "4"),
            row("d", "bot", "5"));
    assertEquals(4, lines.size());
    assertEquals("a @1 bot=Bot ||| user(You): 1;", lines.get(0));
    for (String left : List.of("b", "c")) {
      assertTrue(
          lines.stream()
              .anyMatch(
                  line ->
                      line.startsWith("! 3:")
                          && line.endsWith("; conversation \"" + left + "\" is left out")),
          lines.toString());
    }
    assertEquals("d @5 bot=Bot ||| bot: 5;", lines.get(3));
  }

  @Test
  void aRowOfNobodyWithinAConversationRejectsThatOne() {
    assertEquals(
        List.of(
            "! 2:1 the row is a number, expected an object; conversation \"a\" is left out",
            "b @4 bot=Bot ||| user(You): 4;"),
        read(row("a", "user", "1"), "7", row("a", "bot", "3"), row("b", "user", "4")));
    // The last row of the file has a neighbour on one side only.
    assertEquals(
        List.of(
            "a @1 bot=Bot ||| user(You): 1;",
            "! 3:1 the row is a number, expected an object; conversation \"b\" is left out"),
        read(row("a", "user", "1"), row("b", "user", "2"), "7"));
  }

  @Test
  void withoutIdsTheFileIsOneConversation() {
    assertEquals(
        List.of("-:1 @1 bot=Bot ||| user(You): 1; bot: 2;"),
        read(without("user", "1"), without("bot", "2")));
    assertEquals(
        List.of("! 2:1 the row is a number, expected an object; the conversation is left out"),
        read(without("user", "1"), "7", without("bot", "2")));
  }

  @Test
  void aRowWithoutAnIdAmongOthersIsRejected() {
    String reason = "the row has no conversation id, while other rows of the file have one";
    assertEquals(
        List.of("! 2:0 " + reason + "; conversation \"a\" is left out", "! 2:0 " + reason),
        read(row("a", "user", "1"), without("user", "2"), row("a", "bot", "3")));
    assertEquals(
        List.of("! 1:0 " + reason, "a @3 bot=Bot ||| user(You): 3;"),
        read(without("user", "1"), without("user", "2"), row("a", "user", "3")));
  }

  @Test
  void whatRowsSayOfTheirConversationIsPutTogether() {
    assertEquals(
        List.of("a @1 bot=Tom label=INAPPROPRIATE |kind|| user(Ann): 1; bot: 2;"),
        read(
            row("a", "user", "1").replace("}", ",'user_name':'Ann','label':null}"),
            row("a", "bot", "2").replace("}", ",'bot_name':'Tom','persona':'kind','label':0}")));
    assertEquals(
        List.of("! 2:0 label contradicts that of an earlier row; conversation \"a\" is left out"),
        read(
            row("a", "user", "1").replace("}", ",'label':1}"),
            row("a", "bot", "2").replace("}", ",'label':0}")));
  }

  @Test
  void aConversationBeyondTheLimitIsRejected() {
    String text =
        String.join("\n", row("a", "user", "x".repeat(50)), row("a", "bot", "y".repeat(50)))
            .replace('\'', '"');
    assertEquals(
        List.of("! 2:0 the conversation is longer than 150 bytes; conversation \"a\" is left out"),
        Reading.of(text, OPTIONS.withMaxRowBytes(150)).lines());
  }

  @Test
  void questionsAndAnswersAreTwoMessages() {
    assertEquals(
        List.of("s @1 bot=Bot ||| user(You): a; bot: b; user(You): c; bot: d;"),
        read(
            "{'session_id':'s','question':'c','answer':'d','created_at':20}",
            "{'session_id':'s','question':'a','answer':'b','created_at':10}"));
  }

  /** A file of this text, read with so much memory for sorting. */
  private static List<String> read(String text, boolean table, long sortMemory) throws IOException {
    ByteWindow window =
        new ByteWindow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    Json json = new Json(OPTIONS.maxRowBytes());
    ExportRecords records =
        table
            ? new TableRecords(TableRows.open("-", window, OPTIONS.maxRowBytes()).orElseThrow())
            : new JsonRecords(FirstValue.jsonRows(window, OPTIONS.maxRowBytes()), json);
    dev.decorum.read.layout.FileContext context =
        new dev.decorum.read.layout.FileContext(
            "-",
            "-",
            new Fields(OPTIONS, json, new FieldUse()),
            InputListener.silent(),
            row -> null);
    List<String> lines = new ArrayList<>();
    try (GroupedConversations conversations =
        new GroupedConversations(records, context, row -> List.of(row.message()), sortMemory)) {
      for (ReadResult next = conversations.next(); next != null; next = conversations.next()) {
        lines.add(Reading.show(next));
      }
    }
    return lines;
  }

  /** A message takes many times its bytes, so these alone bound nothing. */
  @Test
  void aConversationOfMoreMessagesThanMemoryHoldsIsLeftOut() throws IOException {
    int most = RowMemory.ofThisProcess().messages();
    String table =
        "conversation_id,sender,text\n" + "a,user,x\n".repeat(most + 1) + "b,user,still there\n";
    assertEquals(
        List.of(
            "! "
                + (most + 2)
                + String.format(Locale.ROOT, ": there are more than %,d messages", most)
                + "; conversation \"a\" is left out",
            "b @" + (most + 3) + " bot=Bot ||| user(You): still there;"),
        read(table, true, 1 << 20).stream().map(line -> line.replaceAll(":0 ", ": ")).toList());
  }

  /** Random interleavings, sorted in memory and by temporary files, against a plain grouping. */
  @ParameterizedTest
  @ValueSource(longs = {32 << 20, 20_000, 2_000})
  void interleavedConversationsStayWhole(long sortMemory) throws IOException {
    Random random = new Random(7);
    StringBuilder table = new StringBuilder("conversation_id,sender,text\n");
    StringBuilder dump = new StringBuilder("\n");
    Map<String, StringBuilder> expected = new LinkedHashMap<>();
    for (int i = 0; i < 3_000; i++) {
      String id = "c" + random.nextInt(200);
      table.append(id).append(",user,").append(i).append('\n');
      dump.append(row(id, "user", "" + i).replace('\'', '"')).append('\n');
      int line = i + 2;
      expected
          .computeIfAbsent(id, key -> new StringBuilder(key + " @" + line + " bot=Bot |||"))
          .append(" user(You): ")
          .append(i)
          .append(';');
    }
    List<String> lines = expected.values().stream().map(StringBuilder::toString).toList();
    assertEquals(lines, read(table.toString(), true, sortMemory));
    assertEquals(lines, read(dump.toString(), false, sortMemory));
  }

  @Test
  void rejectionsSurviveTheirWayThroughFiles() throws IOException {
    StringBuilder table = new StringBuilder("conversation_id,sender,text\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      table.append("é").append(i).append(i % 2 == 0 ? ",user,\"x\n" : ",user,ü\n");
      expected.add(
          i % 2 == 0
              ? "! "
                  + (i + 2)
                  + ":"
                  + (8 + Integer.toString(i).length())
                  + " the quote that opens here is never closed; conversation \"é"
                  + i
                  + "\" is left out"
              : "é" + i + " @" + (i + 2) + " bot=Bot ||| user(You): ü;");
    }
    table.append("last,user,y\n");
    expected.add("last @202 bot=Bot ||| user(You): y;");
    List<String> lines = read(table.toString(), true, 1_000);
    assertEquals(
        expected.stream().map(line -> line.replaceAll("quote .*;", "quote;")).toList(),
        lines.stream().map(line -> line.replaceAll("quote .*;", "quote;")).toList());
  }
}

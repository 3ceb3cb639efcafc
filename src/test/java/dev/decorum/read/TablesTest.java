package dev.decorum.read;

import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.ByteWindow;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with a conversation or a message a row. */
class TablesTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static Arguments table(String title, String table, String... expected) {
    return table(title, OPTIONS, table, expected);
  }

  private static Arguments table(
      String title, InputOptions options, String table, String... expected) {
    return Arguments.of(Named.of(title, options), table, List.of(expected));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  static Stream<Arguments> conversations() {
    return Stream.of(
        table(
            "text",
            "id,text,label,bot_name\na,\"Tom: hi\nYou: yo\n\",1,Tom\nb,x,,\n",
            "a @2 bot=Tom label=APPROPRIATE |Tom: hi\nYou: yo\n|",
            "b @5 bot=Bot |x|"),
        table("one column", "text\nhi\n\n\"a,b\"", "-:2 @2 bot=Bot |hi|", "-:4 @4 bot=Bot |a,b|"),
        table("CRLF", "id,text\r\na,x\r\nb,\"y\"\r\n", "a @2 bot=Bot |x|", "b @3 bot=Bot |y|"),
        table("doubled quotes", "id,text\na,\"say \"\"hi\"\"\"", "a @2 bot=Bot |say \"hi\"|"),
        table("a quote within a bare cell", "id,text\na,5\" tall", "a @2 bot=Bot |5\" tall|"),
        table("tabs", "id\ttext\na\tx, y", "a @2 bot=Bot |x, y|"),
        table("semicolons", "id;text\na;x, y", "a @2 bot=Bot |x, y|"),
        table("bars", "id|text\na|x, y", "a @2 bot=Bot |x, y|"),
        table("an empty text", "id,text\na,\n", "a @2 bot=Bot ||"),
        table("names but for case and separators", "ID,Text,Bot Name\n1,x,Tom", "1 @2 bot=Tom |x|"),
        table("an unnamed index column", ",text,other,other\n0,x,1,2\n", "-:2 @2 bot=Bot |x|"),
        table(
            "JSON of sender and message",
            "id,chat_history\na,\"[{\"\"sender\"\":\"\"user\"\",\"\"message\"\":\"\"hi\"\"}]\"",
            "a @2 bot=Bot ||| user(You): hi;"),
        table(
            "JSON of role and content",
            "id;messages;memory\na;[{\"role\":\"assistant\",\"content\":\"hi\"}];kind",
            "a @2 bot=Bot |kind|| bot: hi;"),
        table(
            "JSON of from and value",
            "id\tconversations\na\t[{\"from\":\"human\",\"value\":\"hi\"}]",
            "a @2 bot=Bot ||| user(You): hi;"),
        table(
            "broken JSON, other JSON, no JSON",
            "id|messages\na|[{\"role\"\nb|[{'role': 'user'}]\nc|[{\"x\":1}]\nd|\ne|{}",
            "! 2:0 messages is not valid JSON: unexpected end-of-input within/between Object entries",
            "! 3:0 messages is not valid JSON: unexpected character (''' (code 39)): was expecting"
                + " double-quote to start field name (a Python literal: write the column with"
                + " json.dumps)",
            "! 4:0 messages is no list of messages with sender and message, role and content, or"
                + " from and value",
            "! 5:0 messages is missing, a list of messages is due",
            "! 6:0 messages is no list of messages with sender and message, role and content, or"
                + " from and value"),
        table(
            "mapped and kept",
            OPTIONS
                .withColumns(Map.of("text", "body", "label", "ok", "id", "key"))
                .withKeep(List.of("lang", "none", "key")),
            "key,body,ok,lang\n7,x,True,de\n8,y,no,",
            "7 @2 bot=Bot label=APPROPRIATE kept=lang='de';key='7'; |x|",
            "! 3:0 label is \"no\", 0, 1, true or false is due"),
        table(
            "ragged rows",
            "id,text\na\nb,x\nc,x,y\nd,z",
            "! 2:0 the row has 1 cell, the header has 2",
            "b @3 bot=Bot |x|",
            "! 4:0 the row has 3 cells, the header has 2",
            "d @5 bot=Bot |z|"),
        table(
            "a quote that is never closed",
            "id,text\na,x\nb,\"never\nc,y\nd,z\n",
            "a @2 bot=Bot |x|",
            "! 3:3 the quote that opens here is never closed",
            "c @4 bot=Bot |y|",
            "d @5 bot=Bot |z|"),
        table(
            "a quote that a later row closes",
            "id,text\nb,\"lost\nc,\"y\"\nd,z\n",
            "! 2:3 the quote that opens here closes before further text (line 3, column 4); within a"
                + " quoted cell a quote has to be doubled",
            "c @3 bot=Bot |y|",
            "d @4 bot=Bot |z|"),
        table(
            "a quote that is not doubled",
            "id,text\né,\"say \"hi\"\"\nc,y\n",
            "! 2:3 the quote that opens here closes before further text (line 2, column 9); within a"
                + " quoted cell a quote has to be doubled",
            "c @3 bot=Bot |y|"));
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        table(
            "interleaved",
            "conversation_id,sender,text\na,user,1\nb,user,2\na,bot,3\nc,user,4\nb,bot,5\na,user,6",
            "a @2 bot=Bot ||| user(You): 1; bot: 3; user(You): 6;",
            "b @3 bot=Bot ||| user(You): 2; bot: 5;",
            "c @5 bot=Bot ||| user(You): 4;"),
        table(
            "by time, stable",
            lines(
                "chat_id\ttimestamp\trole\tmessage",
                "a\t2023-12-18 05:08:03\tassistant\tlast",
                "a\t2023-12-18 05:08:02.592\tuser\tfirst",
                "a\t2023-12-18T05:08:02.592Z\tassistant\tsecond",
                "a\t2023-12-18 06:08:02.593+01:00\tsystem\tkind"),
            "a @2 bot=Bot |kind|| user(You): first; bot: second; bot: last;"),
        table(
            "names and attributes",
            lines(
                "sessionId;senderType;sender;body;bot_name;user_name;label;memory;created_at",
                "s;user;Ann;hi;Tom;;;;20",
                "s;bot;Tom;\"a",
                "b\";;Ann;1;kind;3"),
            "s @2 bot=Tom label=APPROPRIATE |kind|| bot: a\nb; user(Ann): hi;"),
        table(
            "sides by name",
            OPTIONS.withBotName("Tom").withUserName("Ann"),
            "conversation_id,author,content\ns,Ann,hi\ns,Tom,yo\n",
            "s @2 bot=Tom ||| user(Ann): hi; bot: yo;"),
        table(
            "mapped",
            OPTIONS
                .withColumns(Map.of("id", "k", "sender", "who", "message", "said"))
                .withKeep(List.of("lang")),
            "k,who,said,lang\n1,ai,hello,\n1,human,hi,de\n",
            "1 @2 bot=Bot kept=lang='de'; ||| bot: hello; user(You): hi;"),
        table(
            "tools are counted",
            "conversation_id,sender,text\na,tool,{}\na,bot,x\n",
            "a @2 bot=Bot ||| bot: x; omitted=1"),
        table(
            "a bad row rejects its conversation only",
            lines(
                "conversation_id,sender,text,label",
                "a,user,1,",
                "b,user,2,",
                "a,alien,3,",
                "b,bot,4,1",
                "c,user,5",
                "c,bot,6,",
                "d,user,7,1",
                "d,bot,8,0",
                ",user,9,"),
            "! 4:0 sender is \"alien\", which is neither a known user nor a known bot: give it as"
                + " --user-name or --bot-name, or another column by --map sender=COLUMN;"
                + " conversation \"a\" is left out",
            "b @3 bot=Bot label=APPROPRIATE ||| user(You): 2; bot: 4;",
            "! 6:0 the row has 3 cells, the header has 4; conversation \"c\" is left out",
            "! 9:0 label contradicts that of an earlier row; conversation \"d\" is left out",
            "! 10:0 conversation_id is empty, the conversation's id is due"),
        table(
            "broken quotes between messages",
            "conversation_id,sender,text\na,user,1\nb,user,\"2\na,bot,3\n",
            "a @2 bot=Bot ||| user(You): 1; bot: 3;",
            "! 3:8 the quote that opens here is never closed"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"conversations", "messages"})
  void aTableBecomes(InputOptions options, String table, List<String> expected) {
    assertEquals(expected, Reading.of(table, options).lines());
  }

  @Test
  void anUnreadableTimeKeepsTheOrderOfTheFileAndWarns() {
    Reading reading =
        Reading.of(
            lines(
                "conversation_id,time,sender,text",
                "a,9,user,1",
                "a,soon,bot,2",
                "a,1,user,3",
                "b,2,user,4",
                "b,1,bot,5"));
    assertEquals(
        List.of(
            "a @2 bot=Bot ||| user(You): 1; bot: 2; user(You): 3;",
            "b @5 bot=Bot ||| bot: 5; user(You): 4;"),
        reading.lines());
    assertEquals(
        List.of(
            "-:3: the time of a message cannot be read; 1 conversation stays in the order of the"
                + " file"),
        reading.warnings());
  }

  @Test
  void invalidUtf8InAMessageRejectsItsConversation() {
    byte[] table =
        "conversation_id,sender,text\na,user,1\nb,user,2\na,bot,é!\nb,bot,4\n"
            .replace("é", "\u00e9")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(
        List.of(
            "! 4:7 not valid UTF-8: byte 0xE9; conversation \"a\" is left out",
            "b @3 bot=Bot ||| user(You): 2; bot: 4;"),
        Reading.of(table, OPTIONS).lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,sender,text|hold the conversation's id; the columns are \"id\", \"sender\", \"text\"",
        "id,score|cannot be told from its fields (id, score)",
        "text,text|the column name \"text\" occurs twice (columns 1 and 2)",
      })
  void aHeaderThatCannotBeUsedIsNamed(String header, String message) {
    InputException e =
        assertThrows(InputException.class, () -> Reading.of(header + "\n1,user,x\n"));
    assertTrue(e.toString().contains(message), e.toString());
  }

  @Test
  void aMissingMappedColumnIsNamed() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> Reading.of("a,b\n1,2\n", OPTIONS.withColumns(Map.of("text", "c"))));
    assertEquals(
        "-: there is no column \"c\" for text; the columns are \"a\", \"b\"", e.getMessage());
  }

  @Test
  void aLostQuoteInALargeTableCostsOneRow() {
    StringBuilder table = new StringBuilder("id,text\n");
    for (int i = 0; i < 20_000; i++) {
      table.append(i).append(i == 777 ? ",\"lost\n" : ",\"kept, whole\"\n");
    }
    Reading reading = Reading.of(table.toString());
    assertEquals(19_999, reading.accepted().size());
    assertEquals(779, reading.rejected().get(0).location().line());
    assertEquals("777,\"lost", reading.rejected().get(0).raw());
    assertEquals("778", reading.accepted().get(777).id());
  }

  /**
   * Every line opens a quote that only the next one closes: each row is looked at but once more.
   */
  @Test
  void aTableFullOfBrokenQuotesTakesLinearTime() {
    String table = "id,text\n" + "a\",\"b\n".repeat(40_000);
    Reading reading = Reading.of(table);
    assertEquals(40_000, reading.results().size());
  }

  @Test
  void rowsBeyondTheLimitAreRejectedAndReadingGoesOn() {
    InputOptions small = OPTIONS.withMaxRowBytes(100);
    String table = "id,text\na," + "x".repeat(200) + "\nb,\"" + "y\n".repeat(80) + "\"\nc,z\n";
    List<String> lines = Reading.of(table, small).lines();
    assertEquals("! 2:0 the row is longer than 100 bytes", lines.get(0));
    assertEquals("! 3:3 the quote that opens here is never closed within 100 bytes", lines.get(1));
    assertEquals("c @84 bot=Bot |z|", lines.get(lines.size() - 1));
  }
}

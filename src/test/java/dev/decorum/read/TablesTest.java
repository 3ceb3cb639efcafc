package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        table("an empty text", "id,text\na,\n", "! 2:0 text is missing, expected a string"),
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
            "! 2:0 messages holds no list of messages: not valid JSON: it ends in the middle"
                + " of an object: a } is missing",
            "! 3:0 messages[0] has no text; its fields are role; if one of them holds the text, name it with --map message=FIELD",
            "! 4:0 messages[0] has no text; its fields are x; if one of them holds the text, name it with --map message=FIELD",
            "! 5:0 the row has no list of messages; its fields are id, messages",
            "! 6:0 messages holds no list of messages: it is JSON of something else"),
        table(
            "a Python literal",
            "id|messages\nc|[{'role': 'user', 'content': 'hi', 'extra': None}]",
            "c @2 bot=Bot ||| user(You): hi;"),
        table(
            "mapped and kept",
            OPTIONS
                .withColumns(Map.of("text", "body", "label", "ok", "id", "key"))
                .withKeep(List.of("lang", "none", "key")),
            "key,body,ok,lang\n7,x,True,de\n8,y,no,",
            "7 @2 bot=Bot label=APPROPRIATE kept=lang='de';key='7'; |x|",
            "! 3:0 ok is \"no\", expected 0, 1, true or false"),
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
            OPTIONS.withGivenBotName("Tom").withGivenUserName("Ann"),
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
            "a @2 bot=Bot ||| bot: x; tools=1"),
        table(
            "a bad row rejects its conversation only",
            lines(
                "conversation_id,sender,text,label",
                "a,user,1,",
                "b,user,2,",
                "a,alien,3,",
                "b,bot,4,1",
                "e,user,1,",
                "e,alien,2,",
                "a,monster,3,",
                "c,user,5",
                "c,bot,6,",
                "d,user,7,1",
                "d,bot,8,0",
                ",user,9,"),
            "! 2:0 it is unclear which side speaks as \"alien\" and as \"monster\"; say which of them is"
                + " the bot, for example with --bot-name monster --user-name alien; conversation \"a\""
                + " is left out",
            "b @3 bot=Bot label=APPROPRIATE ||| user(You): 2; bot: 4;",
            "e @6 bot=alien ||| user(You): 1; bot: 2;",
            "! 9:0 the row has 3 cells, the header has 4; conversation \"c\" is left out",
            "! 12:0 label contradicts that of an earlier row; conversation \"d\" is left out",
            "! 13:0 the row has no conversation id, while other rows of the file have one"),
        table(
            "broken quotes between messages",
            "conversation_id,sender,text\na,user,1\nb,user,\"2\na,bot,3\n",
            "a @2 bot=Bot ||| user(You): 1; bot: 3;",
            "! 3:8 the quote that opens here is never closed; conversation \"b\" is left out"),
        table(
            "a broken quote leaves no hole",
            "conversation_id,sender,text\nb,user,1\na,user,2\nb,user,\"3\na,bot,4\nb,bot,5\n",
            "! 4:8 the quote that opens here is never closed; conversation \"b\" is left out",
            "a @3 bot=Bot ||| user(You): 2; bot: 4;"),
        table(
            "a broken quote before the id rejects its neighbours",
            "text,sender,conversation_id\n1,user,a\n2,user,b\n\"3,bot,a\n4,bot,a\n5,bot,c\n",
            "! 4:1 the quote that opens here is never closed; conversation \"a\" is left out",
            "! 4:1 the quote that opens here is never closed; conversation \"b\" is left out",
            "c @6 bot=Bot ||| bot: 5;"));
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
                "a,2025-01-03,user,1",
                "a,soon,bot,2",
                "a,2025-01-01,user,3",
                "b,2025-01-02,user,4",
                "b,2025-01-01,bot,5",
                "c,later,user,6",
                "c,2025-01-01,bot,7"));
    assertEquals(
        List.of(
            "a @2 bot=Bot ||| user(You): 1; bot: 2; user(You): 3;",
            "b @5 bot=Bot ||| bot: 5; user(You): 4;",
            "c @7 bot=Bot ||| user(You): 6; bot: 7;"),
        reading.lines());
    assertEquals(
        List.of(
            "-:2: the time of a message cannot be read; 1 conversation stays in the order of the"
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
            "! 4:7 not valid UTF-8: byte 0xE9; if the file is in Windows' encoding, add --encoding"
                + " windows-1252; conversation \"a\" is left out",
            "b @3 bot=Bot ||| user(You): 2; bot: 4;"),
        Reading.of(table, OPTIONS).lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,score|the layout cannot be recognised from its columns (id, score)",
        "id,score,rank|the layout cannot be recognised from its columns (id, score, rank)",
        "text,text,id|the layout cannot be recognised from its columns, of which some occur twice (text)",
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
            () -> Reading.of("key,body\n1,2\n", OPTIONS.withColumns(Map.of("text", "boddy"))));
    assertEquals(
        "-: no row has the field \"boddy\" of --map text=boddy; did you mean \"body\"?",
        e.getMessage());
    // One that is like no other may be in a later row, and is told of at the end.
    assertEquals(
        List.of(
            "a @2 bot=Bot |x|",
            "!! --map memory=persona had no effect: no row of any input has this field; the fields"
                + " are id, text"),
        Reading.linesAndFailures(
            "id,text\na,x\n", OPTIONS.withColumns(Map.of("memory", "persona"))));
  }

  @Test
  void withoutAConversationsIdATableIsOneConversation() {
    assertEquals(
        List.of("-:2 @2 bot=Bot ||| user(You): x; bot: y;"),
        Reading.of("sender,text\nuser,x\nbot,y\n").lines());
    // Ids that are all different are those of the messages.
    assertEquals(
        List.of("1 @2 bot=Bot ||| user(You): x; bot: y;"),
        Reading.of("id,sender,text\n1,user,x\n2,bot,y\n").lines());
    assertEquals(
        List.of("1 @2 bot=Bot ||| user(You): x; bot: y;", "2 @4 bot=Bot ||| user(You): z;"),
        Reading.of("id,sender,text\n1,user,x\n1,bot,y\n2,user,z\n").lines());
  }

  @Test
  void columnsOfOneNameAreLeftOut() {
    assertEquals(List.of("a @2 bot=Bot |x|"), Reading.of("id,text,note,note\na,x,1,2\n").lines());
  }

  @Test
  void aHeaderAloneIsATableWithoutConversations() {
    for (String header : List.of("id,text", "conversation_id,sender,text", "prompt,completion")) {
      Reading reading = Reading.of(header + "\n");
      assertEquals(List.of(), reading.lines());
      assertEquals(1, reading.detected().size());
    }
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

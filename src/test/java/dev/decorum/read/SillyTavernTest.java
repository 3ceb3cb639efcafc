package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SillyTavern's chats: a header and a message a line, perhaps with several versions of it. */
class SillyTavernTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();
  private static final InputOptions SWIPES = OPTIONS.withSwipes(true);

  private static final String OLD_HEADER =
      "{'user_name':'Ann','character_name':'Tom','create_date':'2023-6-4 @18h 21m 3s 57ms'}";
  private static final String NEW_HEADER =
      "{'chat_metadata':{'integrity':'7f','note_prompt':'','main_chat':'Tom - 1'},"
          + "'user_name':'unused','character_name':'unused'}";

  private static String message(String name, boolean user, String text, String rest) {
    return "{'name':'%s','is_user':%s,'is_system':false,'send_date':'June 4, 2023 6:21pm','mes':'%s'%s}"
        .formatted(name, user, text, rest);
  }

  private static String user(String text) {
    return message("Ann", true, text, ",'extra':{},'force_avatar':'a.png'");
  }

  private static String bot(String text, String... swipes) {
    String list = swipes.length == 0 ? "" : "'" + String.join("','", swipes) + "'";
    return message(
        "Tom",
        false,
        text,
        ",'extra':{'api':'openai','model':'x'},'gen_started':null,'swipe_id':0,'swipe_info':[],"
            + "'swipes':["
            + list
            + "]");
  }

  private static String hidden(String text) {
    return bot(text, text, "other").replace("'is_system':false", "'is_system':true");
  }

  private static String file(String... lines) {
    return String.join("\n", lines).replace('\'', '"');
  }

  private static List<String> read(InputOptions options, String... lines) {
    return Reading.of(file(lines), options).lines();
  }

  static Stream<Arguments> chats() {
    String hi = user("hi");
    return Stream.of(
        Arguments.of(
            "an old header names both",
            file(OLD_HEADER, message("T", false, "yo", ""), message("A", true, "hi", "")),
            "- @1 bot=Tom ||| bot(T): yo; user(A): hi;"),
        Arguments.of(
            "a new header names nobody",
            file(NEW_HEADER, bot("yo", "yo", "no"), hi),
            "- @1 bot=Tom ||| bot: yo; user(Ann): hi;"),
        Arguments.of(
            "a header with metadata alone",
            file("{'chat_metadata':{},'user_name':null}", bot("yo"), hi),
            "- @1 bot=Tom ||| bot: yo; user(Ann): hi;"),
        Arguments.of(
            "a group without a header: who spoke last has no name",
            file(
                message("Tom", false, "yo", ",'original_avatar':'t.png'"),
                message("Ann", true, "hi", ""),
                message("Eve", false, "hey", ",'is_group':true"),
                message("Bob", true, "bye", ""),
                message("", false, "so", "")),
            "- @1 bot=Bot ||| bot(Tom): yo; user(Ann): hi; bot(Eve): hey; user(Bob): bye;"
                + " bot: so;"),
        Arguments.of(
            "nobody is named",
            file(
                "{'chat_metadata':{}}",
                "{'mes':'yo','is_user':false}",
                "{'mes':'','is_user':true}"),
            "- @1 bot=Bot ||| bot: yo; empty=1"),
        Arguments.of(
            "hidden and narrated rows are left out",
            file(
                OLD_HEADER,
                hidden("a"),
                hi,
                message("System", false, "It rains.", ",'extra':{'type':'narrator'}"),
                bot("yo")),
            "- @1 bot=Tom ||| user(Ann): hi; bot: yo; hidden=2"),
        Arguments.of("no message yet", file(NEW_HEADER), "- @1 bot=Bot |||"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chats")
  void aFileIsOneConversation(String title, String text, String expected) {
    Reading reading = Reading.of(text);
    assertEquals(List.of(expected), reading.lines());
    assertEquals(List.of("- alone"), reading.candidacies());
    assertEquals(List.of(), reading.warnings());
    assertEquals(List.of(expected), Reading.of(text, OPTIONS.withLayout("sillytavern")).lines());
    assertEquals(1, reading.detected().size());
  }

  @Test
  void itIsToldByItsFields() {
    assertEquals(
        List.of("-: sillytavern because of the field \"chat_metadata\""),
        Reading.of(file(NEW_HEADER)).detected());
    assertEquals(
        List.of("-: sillytavern because of the fields \"user_name\" and \"character_name\""),
        Reading.of(file(OLD_HEADER)).detected());
    assertEquals(
        List.of("-: sillytavern because of the fields \"mes\" and \"is_user\""),
        Reading.of(file(user("hi"))).detected());
    // A first line that is broken is told of, and the next decides.
    Reading broken = Reading.of(file("{'user_name':", user("hi")));
    assertEquals(
        List.of("-: sillytavern because of the fields \"mes\" and \"is_user\""), broken.detected());
    assertEquals(
        List.of(
            "! 1:14 not valid JSON: it ends in the middle of an object: a } is missing; chat \"-\" is"
                + " left out"),
        broken.lines());
    // Beside a list of messages such fields say nothing.
    assertEquals(
        List.of("-: chai because of the field \"chat_history\""),
        Reading.of(
                file("{'user_name':'a','character_name':'b','chat_metadata':{},'chat_history':[]}"))
            .detected());
  }

  @Test
  void namesAndFieldsComeFromTheHeader() {
    InputOptions options =
        OPTIONS
            .withGivenBotName("B")
            .withGivenUserName("U")
            .withKeep(List.of("create_date", "chat_metadata.main_chat", "none"))
            .withColumns(
                Map.of(
                    "id", "chat_metadata.integrity",
                    "memory", "chat_metadata.persona",
                    "label", "chat_metadata.ok",
                    "message", "text"));
    assertEquals(
        List.of(
            "7f @1 bot=B label=APPROPRIATE kept=create_date='x';chat_metadata.main_chat=null; |kind||"
                + " bot: yo;"),
        read(
            options,
            "{'user_name':'','character_name':'unused','create_date':'x','chat_metadata':"
                + "{'integrity':'7f','persona':'kind','ok':true,'main_chat':null}}",
            "{'name':null,'is_user':false,'text':'yo'}"));
  }

  @Test
  void aFurtherHeaderBeginsAFurtherChat() {
    String[] lines = {
      OLD_HEADER,
      hidden("x"),
      bot("yo", "yo", "no"),
      NEW_HEADER,
      "",
      OLD_HEADER.replace("Tom", "Eve"),
      user("hi")
    };
    assertEquals(
        List.of(
            "- @1 bot=Tom ||| bot: yo; hidden=1",
            "-#4 @4 bot=Bot |||",
            "-#6 @6 bot=Eve ||| user(Ann): hi;"),
        read(OPTIONS, lines));
    assertEquals("123", Reading.rowNumbers(file(lines), OPTIONS));
  }

  @Test
  void chatsMayLieInAList() {
    assertEquals(
        List.of("- @1 bot=Tom ||| user(Ann): hi; bot: yo;", "-#3 @3 bot=Tom ||| user(Ann): hi;"),
        read(
            OPTIONS,
            "[" + OLD_HEADER + ",",
            user("hi") + "," + bot("yo") + ",",
            OLD_HEADER + "," + user("hi"),
            "]"));
  }

  @Test
  void chatsOfOneLineHaveIdsOfTheirOwn() {
    String row = "{'chat_metadata':{}},{'mes':'a','is_user':0}";
    assertEquals(
        List.of(
            "- @1 bot=Bot ||| bot: a;",
            "-#1:47 @1 bot=Bot ||| bot: a;",
            "-#1:92 @1 bot=Bot ||| bot: a;",
            "-#2 @2 bot=Bot ||| bot: a;"),
        read(OPTIONS, "[" + row + "," + row + "," + row + ",", row + "]"));
  }

  @Test
  void aChatIsCalledAsItsFile(@TempDir Path folder) throws IOException {
    byte[] chat = file(NEW_HEADER, bot("a", "a", "b"), NEW_HEADER).getBytes(StandardCharsets.UTF_8);
    List<String> ids = List.of("Tom - 1", "Tom - 1#3");
    for (String name : List.of("Tom - 1.jsonl", "Tom - 1", "Tom - 1.JSONL")) {
      assertEquals(ids, ids(Files.write(folder.resolve(name), chat)));
    }
    assertEquals(
        ids, ids(Files.write(folder.resolve("Tom - 1.jsonl.gz"), FormatContractTest.gzip(chat))));
    assertEquals(
        ids, ids(Files.write(folder.resolve("Tom - 1.jsonl.zst"), FormatContractTest.zstd(chat))));
    assertEquals(List.of(".jsonl", ".jsonl#3"), ids(Files.write(folder.resolve(".jsonl"), chat)));
    assertEquals(
        List.of("Tom - 1@1#1", "Tom - 1@1#2"),
        Reading.ofFiles(SWIPES, folder.resolve("Tom - 1").toString()).accepted().stream()
            .map(conversation -> conversation.id())
            .toList());
  }

  private static List<String> ids(Path file) {
    return Reading.ofFiles(OPTIONS, file.toString()).accepted().stream()
        .map(conversation -> conversation.id())
        .toList();
  }

  /** A chat with a hole would be another than took place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'Tom','is_user':false} | 0 the message on line 3 has no text; its fields are name, is_user; if one of them holds the text, name it with --map message=FIELD",
        "{'mes':'a','is_user':'maybe'} | 0 the message on line 3: it is unclear who says it; name the"
            + " field of the speaker with --map sender=FIELD",
        "{'mes':4,'is_user':true} | 0 mes is a number, expected a string",
        "3 | 1 the row is a number, expected an object",
        "{'mes': | 8 not valid JSON: it ends in the middle of an object: a } is missing",
        "{'prompt':'a','completion':'b'} | 0 the row is of the layout completion, because of the"
            + " fields \"prompt\" and \"completion\"; the file is read as sillytavern",
      })
  void aBrokenLineRejectsItsChat(String line, String reason) {
    assertEquals(
        List.of(
            reason.contains("it is unclear who")
                // Who speaks is told of the chat as a whole.
                ? "! 1:" + reason
                : "! 3:" + reason + "; chat \"-\" is left out",
            "-#5 @5 bot=Eve ||| bot: hey;"),
        read(
            OPTIONS,
            OLD_HEADER,
            user("hi"),
            line,
            bot("yo"),
            OLD_HEADER.replace("Tom", "Eve"),
            message("Eve", false, "hey", "")));
  }

  @Test
  void flagsMayBeWrittenAsTexts() {
    assertEquals(
        List.of("- @1 bot=Tom ||| bot: a; user(Ann): b; hidden=1"),
        read(
            OPTIONS,
            OLD_HEADER,
            "{'mes':'a','is_user':'false'}",
            "{'mes':'b','is_user':'true'}",
            "{'mes':'c','is_user':'true','is_system':1}"));
  }

  @Test
  void aBrokenHeaderRejectsItsChat() {
    assertEquals(
        List.of(
            "! 1:0 character_name is a number, expected a string; chat \"-\" is left out",
            "-#3 @3 bot=Tom ||| user(Ann): hi;"),
        read(
            OPTIONS,
            "{'user_name':'x','character_name':3}",
            message("Eve", false, "hey", ""),
            OLD_HEADER,
            user("hi")));
    // One that is no JSON is a broken line of the chat before it.
    assertEquals(
        List.of(
            "! 3:14 not valid JSON: it ends in the middle of an object: a } is missing; chat"
                + " \"-\" is left out"),
        read(OPTIONS, OLD_HEADER, user("hi"), "{'user_name':", user("ho")));
  }

  @Test
  void aChatBeyondTheLimitIsRejected() {
    String header = "{'chat_metadata':{}}";
    String line = "{'mes':'%s','is_user':true}";
    int limit = header.length() + 2 * line.formatted("12").length();
    InputOptions options = OPTIONS.withMaxRowBytes(limit);
    String[] lines = {
      header,
      line.formatted("12"),
      line.formatted("12"),
      header,
      line.formatted("12"),
      line.formatted("123"),
      "{}",
      line.formatted("12"),
      header,
      line.formatted("x".repeat(limit)),
      line.formatted("1"),
      header,
      line.formatted("1")
    };
    for (InputOptions some : List.of(options, options.withSwipes(true))) {
      List<String> shown =
          some.swipes()
              ? List.of()
              : List.of(
                  "- @1 bot=Bot ||| user(You): 12; user(You): 12;",
                  "-#12 @12 bot=Bot ||| user(You): 1;");
      Reading reading = Reading.of(file(lines), some);
      assertEquals(
          shown, reading.lines().stream().filter(result -> !result.startsWith("!")).toList());
      assertEquals(
          List.of(
              "4:0 the chat is longer than " + limit + " bytes",
              "10:0 the row is longer than " + limit + " bytes; chat \"-#9\" is left out"),
          reading.rejected().stream().map(Reading::show).toList());
      assertEquals("{\"chat_metadata\":{}}", reading.rejected().get(0).raw());
    }
  }

  @Test
  void swipesBecomeCandidates() {
    String[] lines = {
      NEW_HEADER,
      bot("yo", "yo", "hey"),
      hidden("x"),
      message("Ann", true, "hi", ",'swipes':['hi','ho']"),
      bot("one", "one"),
      bot("b", "a", "b", "", "a", "c"),
      user("bye"),
      bot("same", "same", "same", ""),
      bot("last").replace("'swipes':[]", "'swipes':null")
    };
    String context = " bot=Tom ||| bot: yo; user(Ann): hi; bot: one;";
    Reading reading = Reading.of(file(lines), SWIPES);
    assertEquals(
        List.of(
            "-@1#1 @1 bot=Tom ||| bot: yo;",
            "-@1#2 @1 bot=Tom ||| bot: hey;",
            "-@4#1 @1" + context + " bot: a; hidden=1",
            "-@4#2 @1" + context + " bot: b; hidden=1",
            "-@4#5 @1" + context + " bot: c; hidden=1"),
        reading.lines());
    assertEquals(
        List.of(
            "-@1#1 of -@1: 1 UNKNOWN",
            "-@1#2 of -@1: 2 UNKNOWN",
            "-@4#1 of -@4: 1 UNKNOWN",
            "-@4#2 of -@4: 2 UNKNOWN",
            "-@4#5 of -@4: 5 UNKNOWN"),
        reading.candidacies());
    assertEquals(List.of(), reading.warnings());
    assertEquals("11222", Reading.rowNumbers(file(lines), SWIPES));
  }

  @Test
  void candidatesAreCalledAsTheirOwnBot() {
    assertEquals(
        List.of(
            "-@2#1 @1 bot=Eve kept=k=1; ||| user(Bob): hi; bot: a;",
            "-@2#2 @1 bot=Eve kept=k=1; ||| user(Bob): hi; bot: b;",
            "-#5@1#1 @5 bot=Tom ||| bot: c;",
            "-#5@1#2 @5 bot=Tom ||| bot: d;"),
        read(
            SWIPES.withKeep(List.of("k")),
            "{'chat_metadata':{},'k':1}",
            message("Bob", true, "hi", ""),
            message("Eve", false, "a", ",'swipes':['a','b']"),
            message("Tom", false, "c", ""),
            OLD_HEADER,
            bot("c", "c", "d")));
  }

  @Test
  void brokenSwipesMatterOnlyWhereTheyAreWanted() {
    String[] lines = {
      OLD_HEADER,
      message("Tom", false, "a", ",'swipes':'a'"),
      message("Tom", false, "b", ",'swipes':['b',null]"),
      message("Ann", true, "c", ",'swipes':3"),
      bot("d", "d", "e")
    };
    assertEquals(
        List.of("- @1 bot=Tom ||| bot: a; bot: b; user(Ann): c; bot: d;"), read(OPTIONS, lines));
    assertEquals(
        List.of("! 2:0 swipes is a string, expected a list; chat \"-\" is left out"),
        read(SWIPES, lines));
    assertEquals(
        List.of(
            "! 2:0 swipes[1] is missing, expected a string or a list of parts; chat \"-\" is left out"),
        read(SWIPES, lines[0], lines[2]));
  }

  @Test
  void chatsWithoutAlternativesAreToldOfOnce() {
    Reading reading =
        Reading.of(file(OLD_HEADER, bot("a", "a", "a"), OLD_HEADER, user("b")), SWIPES);
    assertEquals(List.of(), reading.lines());
    assertEquals(List.of("-: no message has alternatives"), reading.warnings());
    // Formatted text has no swipes to miss.
    assertEquals(List.of(), Reading.of("{\"text\":\"a\"}", SWIPES).warnings());
    // A row without versions may be one of several replies that share a field.
    String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n";
    assertEquals(2, Reading.of(messages + messages, SWIPES).lines().size());
    assertEquals(List.of(), Reading.of(messages + messages, SWIPES).warnings());
  }
}

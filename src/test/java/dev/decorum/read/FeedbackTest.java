package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CHAI's feedback: one document, whose conversations are the values of an object. */
class FeedbackTest {
  private static final String BOT = "_bot_2f9d1c5e-8a10-4c55-a0c3-0d1d8a6c1b7e";
  private static final String ID = BOT + "_uKx81aZ_1702876082592";
  private static final InputOptions EXPLICIT = InputOptions.defaults().withLayout("chai-feedback");

  private static String message(String sender, String text, String rest) {
    String uid = sender.equals("Tom") ? BOT : "uKx81aZ";
    return "{'content':'%s','sender':{'name':'%s','uid':'%s'}%s}"
        .formatted(text, sender, uid, rest);
  }

  private static String at(int second) {
    return ",'deleted':false,'sent_date':'2023-12-18 05:08:%02d.592000'".formatted(second);
  }

  private static String entry(String key, String fields, String... messages) {
    return "'%s':{'messages':[%s]%s}".formatted(key, String.join(",", messages), fields);
  }

  private static String document(String... entries) {
    return "{'feedback':{" + String.join(",\n", entries) + "}}";
  }

  private static List<String> read(String text, InputOptions options) {
    return Reading.of(text.replace('\'', '"'), options).lines();
  }

  private static List<String> read(String text) {
    return read(text, InputOptions.defaults());
  }

  private static String conversation(String key, int line) {
    return key + " @" + line + " bot=Bot ||| user(Ann): hi;";
  }

  private static String simple(String key) {
    return entry(key, "", message("Ann", "hi", ""));
  }

  @Test
  void theRealThing() {
    Reading reading =
        Reading.of(
            """
            {
              "feedback": {
                "%1$s_0": {
                  "conversation_id": "%1$s",
                  "messages": [
                    {"content": "hello\\n there", "deleted": false,
                     "sender": {"name": "Tom", "uid": "%2$s"},
                     "sent_date": "2023-12-18 05:08:05.000001"},
                    {"content": "hi", "deleted": false,
                     "sender": {"name": "Anon", "uid": "uKx81aZ"},
                     "sent_date": "2023-12-18 05:08:02.592000"},
                    {"content": "oops", "deleted": true,
                     "sender": {"name": "Tom", "uid": "%2$s"},
                     "sent_date": "2023-12-18 05:08:03.592000"}
                  ],
                  "model_name": "chai-b-v3",
                  "text": "too short",
                  "thumbs_up": false,
                  "user_id": "dev-7"
                }
              },
              "next": null
            }
            """
                .formatted(ID, BOT),
            InputOptions.defaults()
                .withKeep(List.of("model_name", "text", "bot_id", "user_id", "thumbs_up")));
    assertEquals(
        List.of(
            ID
                + " @3 bot=Tom label=INAPPROPRIATE kept=model_name='chai-b-v3';text='too short';"
                + "bot_id='"
                + BOT
                + "';user_id='uKx81aZ';thumbs_up=false;"
                + " ||| user(Anon): hi; bot: hello\n there; hidden=1"),
        reading.lines());
    assertEquals(
        List.of("-: chai-feedback because of the field \"feedback\" of conversations"),
        reading.detected());
    assertEquals(List.of(), reading.warnings());
  }

  @Test
  void messagesAreSortedByTimeIfAllHaveOne() {
    String[] messages = {
      message("Tom", "3", at(30)),
      message("Ann", "2", at(20)),
      message("Tom", "also 2", at(20)),
      message("Ann", "1", at(10)),
      message("Tom", "4", at(40))
    };
    assertEquals(
        List.of("k @1 bot=Tom ||| user(Ann): 1; user(Ann): 2; bot: also 2; bot: 3; bot: 4;"),
        read(document(entry("k", "", messages))));
    messages[1] = message("Ann", "none", ",'sent_date':null,'deleted':null");
    Reading reading = Reading.of(document(entry("k", "", messages)).replace('\'', '"'));
    assertEquals(
        List.of("k @1 bot=Tom ||| bot: 3; user(Ann): none; bot: also 2; user(Ann): 1; bot: 4;"),
        reading.lines());
    assertEquals(
        List.of(
            "-:1: the time of a message cannot be read; 1 conversation stays in the order of the"
                + " file"),
        reading.warnings());
  }

  @Test
  void anUnreadableTimeLeavesTheConversationInOrderAndIsToldOf() {
    Reading reading =
        Reading.of(
            document(
                    entry(
                        "a",
                        "",
                        message("Ann", "2", at(20)),
                        message("Ann", "1", at(10)),
                        message("Ann", "x", ",'sent_date':'Monday'")),
                    entry("b", "", message("Ann", "2", at(20)), message("Ann", "1", at(10))))
                .replace('\'', '"'));
    assertEquals(
        List.of(
            "a @1 bot=Bot ||| user(Ann): 2; user(Ann): 1; user(Ann): x;",
            "b @2 bot=Bot ||| user(Ann): 1; user(Ann): 2;"),
        reading.lines());
    assertEquals(
        List.of(
            "-:1: the time of a message cannot be read; 1 conversation stays in the order of the"
                + " file"),
        reading.warnings());
  }

  @Test
  void otherTopLevelKeysAreNoConversations() {
    String beside =
        "'count':2,'page':{'feedback':{'x':{'messages':[]}},'s':'}{\\\\\\'\\''},'l':[1,[2]],'n':null,";
    String text = "{" + beside + "\n'feedback':{" + simple("a") + "},'last':{'feedback':1}}";
    assertEquals(List.of(conversation("a", 2)), read(text));
  }

  @Test
  void aLongNeighbourIsPassedOver() {
    String text =
        "{'long':['"
            + "x".repeat(1 << 20)
            + "'],\n'feedback':{"
            + simple("a")
            + "},'more':'"
            + "y".repeat(1 << 20)
            + "'}";
    assertEquals(List.of(conversation("a", 2)), read(text, EXPLICIT.withMaxRowBytes(200)));
  }

  @Test
  void documentsMayFollowOneAnother() {
    String text = document(simple("a"), simple("b")) + "\n" + document(simple("c"));
    assertEquals(
        List.of(conversation("a", 1), conversation("b", 2), conversation("c", 3)), read(text));
  }

  @Test
  void noFeedbackIsNoConversation() {
    assertEquals(List.of(), read("{'feedback':{}}"));
    assertEquals(List.of(), read("{'feedback':{ },'next':null}\n"));
  }

  @Test
  void aFieldOfThatNameInAnotherFormatIsNoFeedback() {
    String chat = "'chat_history':[{'sender':'user','message':'hi'}]";
    assertEquals(
        List.of("-:1 @1 bot=Bot ||| user(You): hi;", "-:2 @2 bot=Bot ||| user(You): hi;"),
        read("{'feedback':{}," + chat + "}\n{'feedback':{'a':{'messages':[]}}," + chat + "}"));
    assertEquals(List.of("-:1 @1 bot=Bot |hi|"), read("{'feedback':{'stars':3},'text':'hi'}\n"));
  }

  @Test
  void theKeyStandsInForTheConversationsId() {
    assertEquals(
        List.of(
            "c1 @1 bot=Bot |||", "k\"2 @2 bot=Bot |||", "-:3 @3 bot=Bot |||", "m4 @4 bot=Bot |||"),
        read(
            document(
                entry("k1", ",'conversation_id':'c1'"),
                entry("k\\\\'2", "").replace("\\\\'", "\\'"),
                entry("", ""),
                entry("k4", ",'conversation_id':null,'id':'m4'"))));
  }

  @Test
  void clusterKeysComeFromTheConversationsId() {
    InputOptions options = InputOptions.defaults().withKeep(List.of("bot_id", "user_id"));
    String own = ",'user_id':'own'";
    assertEquals(
        List.of(
            "_bot_b_u_1 @1 bot=Bot kept=bot_id='_bot_b';user_id='u'; |||",
            "_bot_b @2 bot=Bot kept=bot_id='_bot_b';user_id='own'; |||",
            "x_bot_b_u @3 bot=Bot kept=user_id='own'; |||",
            "k4 @4 bot=Bot kept=user_id='own'; |||"),
        read(
            document(
                entry("k1", ",'conversation_id':'_bot_b_u_1'" + own),
                entry("k2", ",'conversation_id':'_bot_b'" + own),
                entry("k3", ",'conversation_id':'x_bot_b_u'" + own),
                entry("k4", own)),
            options));
  }

  @Test
  void namesAndLabelsMayBeTheRowsOwn() {
    assertEquals(
        List.of(
            "k @1 bot=Bo label=APPROPRIATE |kind|| user(Ann): hi; bot(Tom): yo; user(Al): so;"
                + " bot: well;"),
        read(
            document(
                entry(
                    "k",
                    ",'thumbs_up':true,'bot_name':'Bo','user_name':'Al','memory':'kind'",
                    message("Ann", "hi", ""),
                    message("Tom", "yo", ""),
                    message("", "so", ""),
                    message("", "well", "").replace("uKx81aZ", BOT)))));
  }

  @Test
  void brokenEntriesAreRejectedWithTheirPlace() {
    assertEquals(
        List.of(
            "! 1:24 not valid JSON: ':' where a comma or } is due",
            "! 2:5 the row is a string, expected an object",
            "! 3:5 the row is a list, expected an object",
            "! 4:0 messages is missing, expected a list of messages",
            "! 5:0 messages[0] is a string, expected an object",
            "! 6:0 messages[0].sender is missing, expected an object",
            "! 7:0 messages[0].sender.uid is missing, expected a string or a number",
            "! 8:0 messages[0].content is a number, expected a string",
            "! 9:0 messages[0].deleted is a string, expected a boolean",
            "! 10:0 thumbs_up is \"up\", expected 0, 1, true or false",
            "! 11:12 the key \"a\" occurs twice",
            "! 12:1 not valid JSON: expected a value after a key",
            conversation("z", 13)),
        read(
            document(
                "'a':{'x':1:1,'y':2}",
                "'b':'text'",
                "'c':[]",
                "'d':{}",
                "'e':{'messages':['hi']}",
                "'f':{'messages':[{'content':'hi'}]}",
                "'g':{'messages':[{'content':'hi','sender':{}}]}",
                "'h':{'messages':[{'content':1,'sender':{'uid':'u'}}]}",
                "'i':{'messages':[{'deleted':'no'}]}",
                "'j':{'messages':[],'thumbs_up':'up'}",
                "'k':{'a':1,'a':2}",
                "'l':",
                simple("z")),
            InputOptions.defaults().withLabelsNeeded(true)));
  }

  @Test
  void brokenDocumentsAreRejectedAndReadOn() {
    assertEquals(
        List.of(
            "! 1:1 feedback is missing, expected an object of conversations", conversation("a", 2)),
        read("{'messages':[]}\n" + document(simple("a")), EXPLICIT));
    assertEquals(
        List.of("! 1:14 feedback is not an object, expected an object of conversations"),
        read("{'feedback': [{'messages':[]}]}", EXPLICIT));
    assertEquals(List.of("! 1:1 expected an object with feedback"), read("[1,2]", EXPLICIT));
    assertEquals(
        List.of(
            conversation("a", 1), "! 1:1 the object is never closed: the file seems to be cut off"),
        read("{'feedback':{" + simple("a") + ",", EXPLICIT));
    List<String> cutOff = read(document(simple("a"), simple("b")).replaceFirst("hi'[^\n]*$", ""));
    assertEquals(conversation("a", 1), cutOff.get(0));
    assertTrue(cutOff.get(1).startsWith("! 2:"), cutOff.get(1));
    assertEquals(
        List.of(
            "! 1:14 not valid JSON: expected a colon after a key",
            "! 1:18 not valid JSON: expected a key in quotes",
            conversation("a", 2)),
        read("{'feedback':{'x' {'messages':[]},\n" + simple("a") + "}}", EXPLICIT));
  }

  @Test
  void anOverlongEntryCostsNothingButItself() {
    String entries =
        document(simple("a"), entry("b", "", message("Ann", "x".repeat(100_000), "")), simple("c"));
    assertEquals(
        List.of(
            conversation("a", 1), "! 2:0 the row is longer than 1000 bytes", conversation("c", 3)),
        read(entries, EXPLICIT.withMaxRowBytes(1000)));
  }

  @Test
  void itIsToldFromALongBeginningToo() {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      messages.add(message("Ann", "the same old story " + i, at(i % 60)));
    }
    Reading reading =
        Reading.of(document(entry("a", "", messages.toArray(String[]::new))).replace('\'', '"'));
    assertEquals(1, reading.detected().size());
    assertEquals(1, reading.accepted().size());
  }

  @Test
  void mappedFieldsAreFound() {
    assertEquals(
        List.of("x @1 bot=Bot label=APPROPRIATE ||| user(You): hi;"),
        read(
            "{'feedback':{'k':{'key':'x','ok':1,'log':[{'body':'hi','sender':{'uid':1}}]}}}",
            EXPLICIT.withColumns(
                Map.of("id", "key", "label", "ok", "messages", "log", "message", "body"))));
  }

  @Test
  void anUnknownDocumentIsStillUnknown() {
    assertThrows(InputException.class, () -> read("{'feedback':{'a':{'stars':1}}}"));
  }
}

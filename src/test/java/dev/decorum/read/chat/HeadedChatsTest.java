package dev.decorum.read.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.Reading;
import dev.decorum.read.options.InputOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chats of a header and a message a row: what is common to SillyTavern's and session traces. */
class HeadedChatsTest {

  private static List<String> read(InputOptions options, String... lines) {
    return Reading.of(String.join("\n", lines).replace('\'', '"'), options).lines();
  }

  private static List<String> read(String... lines) {
    return read(InputOptions.defaults(), lines);
  }

  private static String session(String id) {
    return "{'type':'session','id':'%s','cwd':'/'}".formatted(id);
  }

  private static String message(String role, String text) {
    return "{'type':'message','message':{'role':'%s','content':'%s'}}".formatted(role, text);
  }

  @Test
  void aHeaderBeginsAChat() {
    assertEquals(
        List.of(
            "s1 @1 bot=Bot |kind|| user(You): a; bot: b;",
            "s2 @5 bot=Bot |||",
            "s3 @6 bot=Bot ||| user(You): c;"),
        read(
            session("s1"),
            message("system", "kind"),
            message("user", "a"),
            message("assistant", "b"),
            session("s2"),
            session("s3"),
            message("user", "c")));
  }

  @Test
  void filesThatWerePutTogetherOnOneLineAreChatsToo() {
    assertEquals(
        List.of("s1 @1 bot=Bot ||| user(You): a;", "s2 @1 bot=Bot ||| user(You): b;"),
        read(session("s1") + message("user", "a") + session("s2") + message("user", "b")));
  }

  @Test
  void aMessageBeforeTheFirstHeaderIsAChatOfItsOwn() {
    assertEquals(
        List.of("- @1 bot=Bot ||| user(You): a;", "s2 @2 bot=Bot ||| user(You): b;"),
        read(message("user", "a"), session("s2"), message("user", "b")));
  }

  @Test
  void aRowOfAnotherKindSaysNothing() {
    assertEquals(
        List.of("s1 @1 bot=Bot ||| user(You): a;"),
        read(session("s1"), "{'type':'model_change','modelId':'x'}", message("user", "a")));
  }

  @Test
  void aBrokenRowRejectsItsChatAndNoOther() {
    assertEquals(
        List.of(
            "s1 @1 bot=Bot ||| user(You): a;",
            "! 4:0 the message on line 4 has no text; its fields are role; if one of them holds the text, name it with --map message=FIELD; chat \"s2\" is left out",
            "s3 @6 bot=Bot ||| user(You): c;"),
        read(
            session("s1"),
            message("user", "a"),
            session("s2"),
            message("user", "b").replace(",'content':'b'", ""),
            message("user", "more"),
            session("s3"),
            message("user", "c")));
  }

  @Test
  void aBrokenHeaderRejectsItsChat() {
    assertEquals(
        List.of(
            "! 1:0 id is an object, expected a string or a number; chat \"-\" is left out",
            "s2 @3 bot=Bot ||| user(You): b;"),
        read(
            session("x").replace("'x'", "{}"),
            message("user", "a"),
            session("s2"),
            message("user", "b")));
  }

  /** A header that cannot be read at all cannot be told from a broken message. */
  @Test
  void aHeaderThatIsNoJsonLeavesAHoleInTheChatBeforeIt() {
    assertEquals(
        List.of(
            "! 3:19 not valid JSON: it ends in the middle of an object: a } is missing; chat \"s1\" is left out",
            "s3 @5 bot=Bot ||| user(You): c;"),
        read(
            session("s1"),
            message("user", "a"),
            "{'type':'session',",
            message("user", "b"),
            session("s3"),
            message("user", "c")));
  }

  @Test
  void anUnknownSpeakerRejectsTheChatAndTheMessageSaysOnWhichLine() {
    assertEquals(
        List.of(
            "! 1:0 the message on line 2: it is unclear who says it; name the field of the speaker"
                + " with --map sender=FIELD",
            "-#3 @3 bot=Tom ||| user(Ann): c;"),
        read(
            "{'chat_metadata':{}}",
            "{'mes':'a'}",
            "{'user_name':'Ann','character_name':'Tom'}",
            "{'mes':'c','is_user':true}"));
  }

  @Test
  void aTreeIsWalkedToTheLeafThatTheHeaderNames() {
    String[] lines = {
      "{'type':'session','id':'s','currNode':'c'}",
      "{'type':'message','message':{'id':'a','parent':null,'role':'user','content':'a'}}",
      "{'type':'message','message':{'id':'b','parent':'a','role':'assistant','content':'b'}}",
      "{'type':'message','message':{'id':'c','parent':'a','role':'assistant','content':'c'}}",
      "{'type':'message','message':{'id':'d','parent':'b','role':'user','content':'d'}}"
    };
    assertEquals(List.of("s @1 bot=Bot ||| user(You): a; bot: c;"), read(lines));
    assertEquals(
        List.of(
            "s@2#1 @1 bot=Bot ||| user(You): a; bot: b;",
            "s@2#2 @1 bot=Bot ||| user(You): a; bot: c;"),
        read(InputOptions.defaults().withSwipes(true), lines));
  }
}

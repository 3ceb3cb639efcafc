package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.options.InputOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A chosen and a rejected answer: two conversations of one row. */
class PreferenceTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static Arguments pair(String json, String chosen, String rejected) {
    return Arguments.of(json, "p#chosen @1 bot=Bot " + chosen, "p#rejected @1 bot=Bot " + rejected);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        pair(
            "{'id':'p','prompt':'hi','chosen':' yo','rejected':''}",
            "||| user(You): hi; bot:  yo;",
            "||| user(You): hi; bot: ;"),
        // hh-rlhf
        pair(
            "{'id':'p','chosen':'\\n\\nHuman: a\\n\\nmore\\n\\nAssistant: b\\n\\nHuman: c\\n\\n"
                + "Assistant: The Human: d','rejected':'\\n\\nHuman: a\\n\\nAssistant:'}",
            "||| user(You): a\n\nmore; bot: b; user(You): c; bot: The Human: d;",
            "||| user(You): a; bot: ;"),
        pair(
            "{'id':'p','prompt':'\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant:',"
                + "'chosen':' d','rejected':' e'}",
            "||| user(You): a; bot: b; user(You): c; bot: d;",
            "||| user(You): a; bot: b; user(You): c; bot: e;"),
        pair(
            "{'id':'p','prompt':'Human: a','chosen':'\\n\\nHuman: a\\n\\nAssistant: b',"
                + "'rejected':'\\n\\nAssistant: c'}",
            "||| user(You): a; bot: b;",
            "||| user(You): a; bot: c;"),
        // The prompt as a list
        pair(
            "{'id':'p','prompt':[{'role':'system','content':'s'},{'role':'user','content':'a'}],"
                + "'chosen':[{'role':'assistant','content':'b'}],"
                + "'rejected':[{'role':'tool','content':'t'},{'role':'assistant','content':'c'}]}",
            "|s|| user(You): a; bot: b;",
            "|s|| user(You): a; bot: c; tools=1"),
        pair(
            "{'id':'p','prompt':[{'role':'user','content':'a'}],'chosen':'b','rejected':'c'}",
            "||| user(You): a; bot: b;",
            "||| user(You): a; bot: c;"),
        // UltraFeedback: the lists begin with the prompt
        pair(
            "{'id':'p','prompt':'a','chosen':[{'role':'system','content':'s'},"
                + "{'role':'user','content':'a'},{'role':'assistant','content':'b'}],"
                + "'rejected':[{'role':'user','content':'a'},{'role':'assistant','content':'c'}],"
                + "'messages':[{'role':'user','content':'a'}],'score_chosen':8.5}",
            "|s|| user(You): a; bot: b;",
            "||| user(You): a; bot: c;"),
        pair(
            "{'id':'p','prompt':[{'role':'system','content':'s'},{'role':'user','content':'a'}],"
                + "'chosen':[{'role':'system','content':'s'},{'role':'user','content':'a'},"
                + "{'role':'assistant','content':'b'}],"
                + "'rejected':[{'role':'user','content':'a'},{'role':'assistant','content':'c'}]}",
            "|s|| user(You): a; bot: b;",
            "|s|| user(You): a; bot: c;"),
        pair(
            "{'id':'p','memory':'kind','user_name':'Ann','label':'better','chosen':"
                + "[{'role':'system','content':'s'},{'role':'user','content':'a'},{'role':'assistant',"
                + "'content':'b'}],'rejected':[{'role':'user','content':'a'},{'role':'assistant',"
                + "'content':'c'}]}",
            "|kind\ns|| user(Ann): a; bot: b;",
            "|kind|| user(Ann): a; bot: c;"),
        // A context that ends with the reply already
        pair(
            "{'id':'p','prompt':[{'role':'assistant','content':'hi'}],'chosen':'hi','rejected':"
                + "[{'role':'assistant','content':'ho'}]}",
            "||| bot: hi;",
            "||| bot: hi; bot: ho;"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aRowBecomesTwoConversations(String json, String chosen, String rejected) {
    for (String format : List.of("preference", "auto")) {
      assertEquals(
          List.of(chosen, rejected),
          Reading.of(json.replace('\'', '"'), OPTIONS.withLayout(format)).lines());
    }
  }

  static Stream<Arguments> rejections() {
    return Stream.of(
        Arguments.of("{'prompt':'a','chosen':'b'}", "rejected is missing, expected a reply"),
        Arguments.of(
            "{'prompt':'a','rejected':'b','chosen':null}", "chosen is missing, expected a reply"),
        Arguments.of(
            "{'prompt':'a','chosen':'b','rejected':{}}",
            "rejected has no text; its fields are none"),
        Arguments.of(
            "{'prompt':'a','chosen':'b','rejected':{'score':1}}",
            "rejected has no text; its fields are score; name the one that holds it with --map"
                + " reply=rejected.FIELD"),
        Arguments.of(
            "{'prompt':'a','chosen':[],'rejected':'c'}",
            "chosen is an empty list, expected a reply"),
        Arguments.of(
            "{'prompt':'a','chosen':7,'rejected':'c'}",
            "chosen is a number, expected a text or a message"),
        Arguments.of(
            "{'prompt':1,'chosen':'b','rejected':'c'}",
            "prompt is a number, expected a string or a list of messages"));
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void aBadRowIsRejectedOnce(String json, String reason) {
    assertEquals(
        List.of("! 1:0 " + reason),
        Reading.of(json.replace('\'', '"'), OPTIONS.withLayout("preference")).lines());
  }

  @Test
  void anAnswerNeedsAQuestion() {
    assertEquals(
        List.of("! 1:0 prompt is missing, and chosen does not begin with \"Human:\""),
        Reading.of("{\"chosen\":\"a\",\"rejected\":\"b\"}").lines());
    assertEquals(
        List.of(
            "-:1#chosen @1 bot=Bot ||| user(You): q; bot: a;",
            "-:1#rejected @1 bot=Bot ||| user(You): q; bot: b;"),
        Reading.of(
                "{\"question\":\"q\",\"chosen\":\"a\",\"rejected\":\"b\"}",
                OPTIONS.withColumns(Map.of("prompt", "question")))
            .lines());
    assertEquals(
        List.of(
            "! 1:0 it is unclear which side speaks as \"judge\" beside a known user and a known bot; say"
                + " who that is with --bot-name judge, --user-name judge or --roles user=judge"),
        Reading.of(
                "{\"prompt\":\"q\",\"chosen\":\"a\",\"rejected\":[{\"role\":\"judge\",\"content\":\"x\"},"
                    + "{\"role\":\"assistant\",\"content\":\"b\"}]}")
            .lines());
  }

  @Test
  void bothSidesKeepTheRowsFields() {
    assertEquals(
        List.of(
            "-:1#chosen @1 bot=Tom kept=margin=0.5; ||| user(You): a; bot: b;",
            "-:1#rejected @1 bot=Tom kept=margin=0.5; ||| user(You): a; bot: c;"),
        Reading.of(
                "{\"prompt\":\"a\",\"chosen\":\"b\",\"rejected\":\"c\",\"margin\":0.5,"
                    + "\"bot_name\":\"Tom\"}",
                OPTIONS.withKeep(List.of("margin")))
            .lines());
  }

  @Test
  void bothSidesAreCandidatesOfOneGroup() {
    assertEquals(
        List.of(
            "p#chosen of p: 1 CHOSEN",
            "p#rejected of p: 2 REJECTED",
            "-:2#chosen of -:2: 1 CHOSEN",
            "-:2#rejected of -:2: 2 REJECTED"),
        Reading.of(
                """
                {"id":"p","prompt":"a","chosen":"b","rejected":"c"}
                {"prompt":[],"chosen":"b","rejected":"c"}
                """)
            .candidacies());
  }

  private static String withSystem(String system, String rest) {
    return "{'id':'p','prompt':[{'role':'system','content':'"
        + system
        + "'},{'role':'user','content':'a'}],'chosen':[{'role':'assistant','content':'b'}],"
        + "'rejected':'c'"
        + rest
        + "}";
  }

  static Stream<Arguments> repeatedPersonas() {
    String both = ",'memory':'kind','example_dialogue':'Tom: hey'";
    return Stream.of(
        Arguments.of(withSystem("kind\\nTom: hey", both), "|kind|Tom: hey|"),
        Arguments.of(withSystem("kind", ",'memory':'kind'"), "|kind||"),
        Arguments.of(withSystem("Tom: hey", ",'example_dialogue':'Tom: hey'"), "||Tom: hey|"),
        Arguments.of(withSystem("kind", ",'memory':'kind','example_dialogue':null"), "|kind||"),
        // The system texts together are compared, not each.
        Arguments.of(
            withSystem("kind'},{'role':'system','content':'Tom: hey", both), "|kind|Tom: hey|"),
        Arguments.of(withSystem("kind", both), "|kind|Tom: hey|"),
        Arguments.of(withSystem("kind\\nTom: hey ", both), "|kind\nkind\nTom: hey |Tom: hey|"),
        Arguments.of(withSystem("Tom: hey\\nkind", both), "|kind\nTom: hey\nkind|Tom: hey|"),
        Arguments.of(withSystem("s", ""), "|s||"));
  }

  @ParameterizedTest
  @MethodSource("repeatedPersonas")
  void aPersonaThatIsRepeatedAsSystemTextCountsOnce(String json, String persona) {
    assertEquals(
        List.of(
            "p#chosen @1 bot=Bot " + persona + " user(You): a; bot: b;",
            "p#rejected @1 bot=Bot " + persona + " user(You): a; bot: c;"),
        Reading.of(json.replace('\'', '"')).lines());
  }

  @Test
  void aListThatBeginsWithTheRepeatedPersonaCountsOnce() {
    String system = "{\"role\":\"system\",\"content\":\"kind\"}";
    String asked = system + ",{\"role\":\"user\",\"content\":\"a\"}";
    assertEquals(
        List.of(
            "p#chosen @1 bot=Bot |kind|| user(You): a; bot: b;",
            "p#rejected @1 bot=Bot |kind|| user(You): a;"),
        Reading.of(
                "{\"id\":\"p\",\"memory\":\"kind\",\"chosen\":["
                    + asked
                    + ",{\"role\":\"assistant\",\"content\":\"b\"}],\"rejected\":["
                    + asked
                    + "]}")
            .lines());
  }

  @Test
  void textsOfAFormatterAreFormattedAlready() {
    assertEquals(
        List.of(
            "p#chosen @1 bot=Tom |P\n\nHuman: a\nTom: b|",
            "p#rejected @1 bot=Tom |P\n\nHuman: a\nTom:|"),
        Reading.of(
                "{\"id\":\"p\",\"formatter\":\"pygmalion\",\"bot_name\":\"Tom\",\"memory\":\"m\","
                    + "\"prompt\":\"P\\n\\nHuman: a\\nTom:\",\"chosen\":\" b\",\"rejected\":\"\"}")
            .lines());
    // Neither a list nor an unnamed formatter makes a text.
    assertEquals(
        List.of(
            "-:1#chosen @1 bot=Bot |a b|",
            "-:1#rejected @1 bot=Bot ||| user(You): a; bot: c;",
            "-:2#chosen @2 bot=Bot ||| user(You): a; bot: b;",
            "-:2#rejected @2 bot=Bot ||| user(You): a; bot: c;"),
        Reading.of(
                "{\"formatter\":\"x\",\"prompt\":\"a\",\"chosen\":\" b\",\"rejected\":"
                    + "[{\"role\":\"assistant\",\"content\":\"c\"}]}\n"
                    + "{\"formatter\":null,\"prompt\":\"a\",\"chosen\":\"b\",\"rejected\":\"c\"}")
            .lines());
  }

  @Test
  void itIsToldByItsFields() {
    assertEquals(
        List.of("-: preference because of the fields \"chosen\" and \"rejected\""),
        Reading.of("{\"chosen\":[],\"rejected\":[]}").detected());
    // Counts of answers are no answers.
    assertEquals(
        List.of("-: text because of the field \"text\" without a list"),
        Reading.of("{\"text\":\"a\",\"chosen\":1,\"rejected\":2}").detected());
  }

  @Test
  void aPairIsOneRowOfInput() {
    String text =
        """
        {"prompt":"a","chosen":"b","rejected":"c"}
        {"prompt":"a"}
        {"prompt":"a","chosen":"b","rejected":"c"}
        """;
    assertEquals("11233", Reading.rowNumbers(text, OPTIONS));
  }
}

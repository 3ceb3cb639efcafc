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

/** A prompt and one completion, with or without a label. */
class CompletionTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  static Stream<Arguments> rows() {
    return Stream.of(
        // TRL's unpaired preference
        Arguments.of(
            "{'id':'c','prompt':'The sky is','completion':' blue.','label':true}",
            "c @1 bot=Bot label=APPROPRIATE ||| user(You): The sky is; bot:  blue.;"),
        Arguments.of(
            "{'prompt':[{'role':'system','content':'s'},{'role':'user','content':'a'}],"
                + "'completion':[{'role':'assistant','content':'b'}],'label':false}",
            "-:1 @1 bot=Bot label=INAPPROPRIATE |s|| user(You): a; bot: b;"),
        Arguments.of(
            "{'id':'c','prompt':'\\n\\nHuman: a\\n\\nAssistant:','completion':' b','label':null}",
            "c @1 bot=Bot ||| user(You): a; bot: b;"),
        Arguments.of(
            "{'id':'c','prompt':[],'completion':'b','bot_name':'Tom','user_name':'Ann',"
                + "'memory':'kind','example_dialogue':'Tom: hey'}",
            "c @1 bot=Tom |kind|Tom: hey| bot: b;"),
        Arguments.of(
            "{'id':'c','prompt':[{'role':'system','content':'kind\\nTom: hey'}],'completion':'b',"
                + "'memory':'kind','example_dialogue':'Tom: hey'}",
            "c @1 bot=Bot |kind|Tom: hey| bot: b;"),
        Arguments.of(
            "{'id':'c','prompt':'<START>\\nBot:','completion':' b\\n','formatter':'pygmalion',"
                + "'label':1}",
            "c @1 bot=Bot label=APPROPRIATE |<START>\nBot: b\n|"),
        Arguments.of(
            "{'id':'c','prompt':'a','completion':'b','formatter':7}",
            "c @1 bot=Bot ||| user(You): a; bot: b;"),
        Arguments.of(
            "{'prompt':'a','completion':null}", "! 1:0 completion is missing, expected a reply"),
        Arguments.of(
            "{'prompt':'a','completion':3}",
            "! 1:0 completion is a number, expected a text or a message"),
        Arguments.of(
            "{'prompt':{},'completion':'b'}",
            "! 1:0 prompt has no text; its fields are none; if one of them holds the text, name it with --map message=FIELD"),
        Arguments.of(
            "{'completion':'b'}",
            "! 1:0 prompt is missing, and completion does not begin with \"Human:\""),
        Arguments.of(
            "{'prompt':'a','completion':'b','example_dialogue':[]}",
            "! 1:0 example_dialogue is a list, expected a string"),
        Arguments.of(
            "{'prompt':'a','completion':'b','label':'good'}",
            "! 1:0 label is \"good\", expected 0, 1, true or false"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowBecomes(String json, String expected) {
    assertEquals(
        List.of(expected),
        Reading.of(json.replace('\'', '"'), OPTIONS.withLayout("completion").withLabelsNeeded(true))
            .lines());
  }

  @Test
  void itIsToldByItsFieldsAndNoCandidate() {
    Reading reading =
        Reading.of(
            "[{\"id\":1,\"q\":\"a\",\"completion\":\"b\",\"lang\":\"de\"},\n {\"q\":1}]",
            OPTIONS.withColumns(Map.of("prompt", "q")).withKeep(List.of("lang")));
    assertEquals(
        List.of("-: completion because of the fields \"q\" and \"completion\""),
        reading.detected());
    assertEquals(
        List.of(
            "1 @1 bot=Bot kept=lang='de'; ||| user(You): a; bot: b;",
            "! 2:0 completion is missing, expected a reply"),
        reading.lines());
    assertEquals(List.of("1 alone"), reading.candidacies());
  }

  @Test
  void otherFormatsKeepTheirRows() {
    String pair = "\"prompt\":\"a\",\"completion\":\"b\"";
    assertEquals(
        List.of("-: openai because of the field \"messages\""),
        Reading.of("{\"messages\":[]," + pair + "}").detected());
    // A data set may have both: the text is told to be unused.
    Reading both = Reading.of("{\"text\":\"t\"," + pair + "}");
    assertEquals(
        List.of("-: completion because of the fields \"prompt\" and \"completion\""),
        both.detected());
    assertEquals(List.of("-: the field \"text\" holds a text that is not used"), both.notes());
    assertEquals(
        List.of("-: text because of the field \"t\" without a list"),
        Reading.of("{\"t\":\"t\"," + pair + "}", OPTIONS.withColumns(Map.of("text", "t")))
            .detected());
    assertEquals(
        List.of("-: preference because of the fields \"chosen\" and \"rejected\""),
        Reading.of("{\"chosen\":\"b\",\"rejected\":\"c\"," + pair + "}").detected());
  }
}

package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several replies to one context: as many conversations of one row. */
class CandidatesTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static Reading read(String json, InputOptions options) {
    return Reading.of(json.replace('\'', '"'), options);
  }

  /** A row, how its conversations begin, and how each goes on. */
  private static Arguments replies(String json, String common, String... replies) {
    return Arguments.of(json, common, List.of(replies));
  }

  static Stream<Arguments> contexts() {
    String human = "\\n\\nHuman: a\\n\\nAssistant: b\\n\\nHuman: c\\n\\nAssistant:";
    return Stream.of(
        replies(
            "{'id':'r','chat_history':[{'sender':'user','message':'hi'}],'bot_name':'Tom',"
                + "'user_name':'Ann','memory':'kind','prompt':'Tom: hey','label':1,"
                + "'candidates':['yo','']}",
            "bot=Tom label=APPROPRIATE |kind|Tom: hey| user(Ann): hi;",
            " bot: yo;",
            " bot: ;"),
        // The only unknown name beside the bot, which says the reply
        replies(
            "{'id':'r','chat_history':[{'sender':'Mara','message':'hi'}],'candidates':['yo']}",
            "bot=Bot ||| user(Mara): hi;",
            " bot: yo;"),
        // The bot's name as the sender, and a context that ends with the bot
        replies(
            "{'id':'r','chat_history':[{'sender':'Mara','message':'hi'}],'bot_name':'Mara',"
                + "'candidates':['yo']}",
            "bot=Mara ||| bot: hi;",
            " bot: yo;"),
        replies(
            "{'id':'r','messages':[{'role':'system','content':'s'},{'role':'user','content':'a'},"
                + "{'role':'tool','content':'t'}],'memory':'m','responses':["
                + "{'role':'assistant','content':'b'},{'message':'c'},{'mes':'d'}]}",
            "bot=Bot |m\ns|| user(You): a;",
            " bot: b; tools=1",
            " bot: c; tools=1",
            " bot: d; tools=1"),
        replies(
            "{'id':'r','messages':[{'from':'human','value':'a'}],'responses':[{'value':'b'}]}",
            "bot=Bot ||| user(You): a;",
            " bot: b;"),
        replies(
            "{'id':'r','conversations':[{'from':'human','value':'a'}],'prompt':'x: y',"
                + "'completions':[{'completion':'b'},{'text':'c'}]}",
            "bot=Bot ||| user(You): a;",
            " bot: b;",
            " bot: c;"),
        // An answer of a service, and a list with one text
        replies(
            "{'id':'r','prompt':'a','candidates':[{'content':null,'message':{'content':'b'}},['c']]}",
            "bot=Bot ||| user(You): a;",
            " bot: b;",
            " bot: c;"),
        // A word that nobody knows is the bot's beside a known user.
        replies(
            "{'id':'r','prompt':'a','candidates':[[{'role':'judge','content':'b'}]]}",
            "bot=judge ||| user(You): a;",
            " bot: b;"),
        replies(
            "{'id':'r','conversation':[{'role':'user','content':'a'}],'candidates':['b']}",
            "bot=Bot ||| user(You): a;",
            " bot: b;"),
        replies("{'id':'r','messages':[],'candidates':['b']}", "bot=Bot |||", " bot: b;"),
        // A prompt alone
        replies(
            "{'id':'r','chat_history':null,'prompt':'a','candidates':[' b ']}",
            "bot=Bot ||| user(You): a;",
            " bot:  b ;"),
        replies("{'id':'r','prompt':'','candidates':['b']}", "bot=Bot |||", " bot: b; empty=1"),
        replies(
            "{'id':'r','prompt':'" + human + "','candidates':[' d\\n',{'text':' e'}]}",
            "bot=Bot ||| user(You): a; bot: b; user(You): c;",
            " bot: d;",
            " bot: e;"),
        replies(
            "{'id':'r','prompt':[{'role':'system','content':'kind\\nTom: hey'},"
                + "{'role':'user','content':'a'}],'memory':'kind','example_dialogue':'Tom: hey',"
                + "'candidates':[' b']}",
            "bot=Bot |kind|Tom: hey| user(You): a;",
            " bot:  b;"));
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void eachReplyBecomesAConversation(String json, String common, List<String> replies) {
    for (String format : List.of("candidates", "auto")) {
      Reading reading = read(json, OPTIONS.withLayout(format));
      String[] expected = new String[replies.size()];
      String[] candidacies = new String[replies.size()];
      for (int i = 0; i < replies.size(); i++) {
        String id = "r#" + (i + 1);
        expected[i] = id + " @1 " + common + replies.get(i);
        candidacies[i] = id + " of r: " + (i + 1) + " UNKNOWN";
      }
      assertEquals(List.of(expected), reading.lines());
      assertEquals(List.of(candidacies), reading.candidacies());
    }
  }

  @Test
  void aListOfMessagesContinuesTheContext() {
    assertEquals(
        List.of(
            "-:1#1 @1 bot=Bot |m\ns|| user(You): a; bot: b; user(You): c; bot: d; tools=2",
            "-:1#2 @1 bot=Bot |m|| user(You): a; bot: e; tools=1"),
        read(
                "{'messages':[{'role':'tool','content':''},{'role':'user','content':'a'}],"
                    + "'memory':'m','candidates':[[{'role':'assistant','content':'b'},"
                    + "{'role':'system','content':'s'},{'role':'user','content':'c'},"
                    + "{'role':'assistant','content':'d'},{'role':'tool','content':'t'}],"
                    + "[{'role':'assistant','content':'e'}]]}",
                OPTIONS)
            .lines());
  }

  /** The rows of UltraFeedback, whose completions know their model. */
  @Test
  void keptFieldsAreThoseOfTheReplyAndThenOfTheRow() {
    String row =
        "{'source':'evol_instruct','instruction':'Why?','models':['alpaca-7b','gpt-4'],"
            + "'completions':[{'annotations':{'helpfulness':{'Rating':'2'}},"
            + "'custom_system_prompt':'As an AI','model':'alpaca-7b','principle':null,"
            + "'response':'Because.'},{'annotations':{},'model':'gpt-4','principle':'honesty',"
            + "'response':'Well.'},{'model':null,'response':'So.'},'Oh.'],"
            + "'principle':'any','model':'row'}";
    Reading reading =
        read(
            row,
            OPTIONS
                .withColumns(Map.of("prompt", "instruction"))
                .withKeep(
                    List.of("model", "annotations.helpfulness.Rating", "principle", "source")));
    String source = "source='evol_instruct';";
    assertEquals(
        List.of(
            "-:1#1 @1 bot=Bot kept=model='alpaca-7b';annotations.helpfulness.Rating='2';"
                + "principle='any';"
                + source
                + " |As an AI|| user(You): Why?; bot: Because.;",
            "-:1#2 @1 bot=Bot kept=model='gpt-4';principle='honesty';"
                + source
                + " ||| user(You): Why?; bot: Well.;",
            "-:1#3 @1 bot=Bot kept=model='row';principle='any';"
                + source
                + " ||| user(You): Why?; bot: So.;",
            "-:1#4 @1 bot=Bot kept=model='row';principle='any';"
                + source
                + " ||| user(You): Why?; bot: Oh.;"),
        reading.lines());
    assertEquals(
        List.of("-: candidates because of the fields \"instruction\" and \"completions\""),
        reading.detected());
  }

  @Test
  void fieldsMayHaveOtherNames() {
    assertEquals(
        List.of(
            "7#1 @1 bot=Bot ||| user(You): a; bot: b;",
            "7#2 @1 bot=Bot ||| user(You): a; bot: c;",
            "! 2:0 out.texts is missing, expected a list of replies",
            "! 3:0 log is missing, expected a list of messages"),
        read(
                """
                {'n':7,'log':[{'role':'user','body':'a'}],'out':{'texts':[{'body':'b'},{'text':'c'}]}}
                {'n':8,'log':[{'role':'user','body':'a'}]}
                {'n':9,'prompt':'a','out':{'texts':['b']}}
                """,
                OPTIONS.withColumns(
                    Map.of(
                        "id",
                        "n",
                        "messages",
                        "log",
                        "message",
                        "body",
                        "candidates",
                        "out.texts")))
            .lines());
  }

  private static Arguments bad(String fields, String reason) {
    return Arguments.of("{'prompt':'a'," + fields + "}", reason);
  }

  static Stream<Arguments> rejections() {
    String kinds = ", expected a string, an object or a list of messages";
    return Stream.of(
        bad("'candidates':[]", "candidates is empty, expected a list of replies"),
        bad("'responses':'b'", "responses is a string, expected a list of replies"),
        bad("'completions':null", "candidates is missing, expected a list of replies"),
        bad("'candidates':['b',2]", "candidates[1] is a number" + kinds),
        bad("'candidates':[null]", "candidates[0] is missing" + kinds),
        bad(
            "'candidates':['b','c',{'content':4}]",
            "candidates[2].content is a number, expected a string"),
        bad("'completions':[{}]", "completions[0] has no text; its fields are none"),
        bad("'candidates':[[]]", "candidates[0] is an empty list, expected a reply"),
        bad(
            "'candidates':['b',[{'role':'assistant','content':'b'},{'role':'user','content':'c'}]]",
            "candidates[1] does not end with a message of the bot"),
        bad(
            "'candidates':[[{'role':'assistant','content':'b'},{'role':'judge','content':'b'}]]",
            "it is unclear which side speaks as \"judge\" beside a known user and a known bot; say who"
                + " that is with --bot-name judge, --user-name judge or --roles user=judge"),
        bad(
            "'candidates':[['b','c']]",
            "candidates[0] holds 2 replies; to rank them, name the field with --map candidates=candidates[0]"),
        bad("'candidates':['b'],'label':'x'", "label is \"x\", expected 0, 1, true or false"),
        Arguments.of(
            "{'prompt':7,'candidates':['b']}",
            "prompt is a number, expected a string or a list of messages"),
        Arguments.of(
            "{'prompt':null,'candidates':['b']}",
            "prompt is missing, as is a list of messages; one of them is needed"),
        Arguments.of(
            "{'chat_history':'a','candidates':['b']}",
            "chat_history is a string, expected a list of messages"),
        Arguments.of(
            "{'messages':[{'text':'a'}],'candidates':['b']}",
            "messages[0]: it is unclear who says it; name the field of the speaker with --map"
                + " sender=FIELD"),
        Arguments.of(
            "{'conversations':[{'text':'a'}],'candidates':['b']}",
            "conversations[0]: it is unclear who says it; name the field of the speaker with --map"
                + " sender=FIELD"));
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void aBadRowIsRejectedOnce(String json, String reason) {
    assertEquals(
        List.of("! 1:0 " + reason),
        read(json, OPTIONS.withLayout("candidates").withLabelsNeeded(true)).lines());
  }

  static Stream<Arguments> told() {
    String chai = "{'chat_history':[],";
    return Stream.of(
        Arguments.of(
            chai + "'candidates':['b']}",
            "candidates because of the fields \"chat_history\" and \"candidates\""),
        Arguments.of(
            "{'prompt':[],'responses':[{'text':3}]}",
            "candidates because of the fields \"prompt\" and \"responses\""),
        Arguments.of(
            "{'messages':[{'role':'user','content':'a'}],'text':'t','completions':[[]]}",
            "candidates because of the fields \"messages\" and \"completions\""),
        Arguments.of(
            "{'prompt':'a','chosen':'b','rejected':'c','candidates':['b','c']}",
            "preference because of the fields \"chosen\" and \"rejected\""),
        Arguments.of(chai + "'candidates':[]}", "chai because of the field \"chat_history\""),
        Arguments.of(chai + "'candidates':3}", "chai because of the field \"chat_history\""),
        Arguments.of(chai + "'candidates':[0.5]}", "chai because of the field \"chat_history\""),
        Arguments.of(
            chai + "'responses':[{'usage':{}}]}", "chai because of the field \"chat_history\""),
        Arguments.of(
            "{'text':'a','candidates':['b']}",
            "text because of the field \"text\" without a list"));
  }

  @ParameterizedTest
  @MethodSource("told")
  void itIsToldByItsFields(String json, String expected) {
    assertEquals(List.of("-: " + expected), read(json, OPTIONS).detected());
  }

  @Test
  void repliesNeedAContext() {
    InputException e =
        assertThrows(InputException.class, () -> read("{'candidates':['b']}", OPTIONS));
    assertTrue(e.toString().contains("its fields (candidates)"), e.toString());
  }

  @Test
  void aLongContextIsHeldOnceHoweverManyTheReplies() throws IOException {
    String row =
        "{\"chat_history\":["
            + "{\"sender\":\"user\",\"message\":\"\"},".repeat(4_999)
            + "{\"sender\":\"user\",\"message\":\"\"}],\"candidates\":["
            + "\"\",".repeat(19_999)
            + "\"\"]}";
    try (ConversationSource source =
        ConversationSource.open(
            List.of("-"),
            OPTIONS,
            new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)),
            InputListener.silent())) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      assertTrue(source.next().isPresent());
      // All at once, their messages alone would take 400 MB.
      assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 100_000_000);
      assertTrue(source.next().isPresent());
    }
  }

  @Test
  void theRepliesOfARowAreOneRow() {
    String row = "{\"id\":\"r\",\"prompt\":\"a\",\"candidates\":[\"b\",\"c\",\"d\"]}";
    assertEquals("1112333", Reading.rowNumbers(row + "\n{}\n" + row, OPTIONS));
    assertEquals(
        List.of("r#1 of r: 1 UNKNOWN", "r#2 of r: 2 UNKNOWN", "r#3 of r: 3 UNKNOWN"),
        Reading.of("[" + row + "]").candidacies());
  }
}

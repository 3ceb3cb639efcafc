package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the JSON formats and the conversations or complaints that they become. */
class JsonFormatsTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();

  private static Arguments row(String format, String title, String json, String expected) {
    return row(title, OPTIONS.withLayout(format), json, expected);
  }

  private static Arguments row(String title, InputOptions options, String json, String expected) {
    return Arguments.of(
        Named.of(options.layout() + ": " + title, options), json.replace('\'', '"'), expected);
  }

  private static String chai(String rest) {
    return "{'id':'c1','chat_history':[{'sender':'user','message':'hi'},"
        + "{'sender':'Tom','message':'yo'}]"
        + rest
        + "}";
  }

  static Stream<Arguments> chaiRows() {
    String chai = "chai";
    return Stream.of(
        row(
            chai,
            "all fields",
            chai(
                ",'bot_name':'Tom','user_name':'Ann','memory':'kind','prompt':'Tom: hey','label':1"),
            "c1 @1 bot=Tom label=APPROPRIATE |kind|Tom: hey| user(Ann): hi; bot: yo;"),
        row(chai, "least fields", chai(""), "c1 @1 bot=Tom ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "null is missing",
            chai(",'bot_name':null,'user_name':null,'memory':null,'prompt':null,'label':null"),
            "c1 @1 bot=Tom ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "the user under user_name",
            "{'id':7,'chat_history':[{'sender':'Ann','message':'hi'}],'user_name':'Ann'}",
            "7 @1 bot=Bot ||| user(Ann): hi;"),
        row(
            chai,
            "role words in any case",
            "{'id':'x','chat_history':[{'sender':'User','message':'hi'}]}",
            "x @1 bot=Bot ||| user(You): hi;"),
        row(
            chai,
            "both of one name",
            "{'chat_history':[{'sender':'Al','message':'a'},{'sender':'user','message':'b'}],"
                + "'user_name':'Al','bot_name':'Al'}",
            "-:1 @1 bot=Al ||| bot: a; user(Al): b;"),
        row(chai, "empty history", "{'chat_history':[]}", "-:1 @1 bot=Bot |||"),
        row(
            chai,
            "a long id",
            chai(",'i':1").replace("'c1'", "123456789012345678901234567890"),
            "123456789012345678901234567890 @1 bot=Tom ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "an empty id is none",
            chai("").replace("c1", ""),
            "-:1 @1 bot=Tom ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "conversation_id",
            chai("").replace("'id'", "'conversation_id'"),
            "c1 @1 bot=Tom ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "braces, controls and a lone surrogate pass",
            "{'id':'c','chat_history':[{'sender':'user','message':'{a}\\u0000\\ud800\\u001b\t'}]}",
            "c @1 bot=Bot ||| user(You): {a}\0\ud800\u001b\t;"),
        row(
            chai,
            "thumbs_up without a label",
            chai(",'thumbs_up':true"),
            "c1 @1 bot=Tom label=APPROPRIATE ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "a label before thumbs_up",
            chai(",'thumbs_up':true,'label':0"),
            "c1 @1 bot=Tom label=INAPPROPRIATE ||| user(You): hi; bot: yo;"),
        row(
            chai,
            "no history",
            "{'id':'x'}",
            "! 1:0 the row has no list of messages; its fields are id"),
        row(
            chai,
            "history of another type",
            "{'chat_history':'hi'}",
            "! 1:0 chat_history is a string, expected a list of messages"),
        row(
            chai,
            "a message of another type",
            "{'chat_history':[{'sender':'user','message':'a'},{'sender':'user','message':3}]}",
            "! 1:0 chat_history[1].message is a number, expected a string"),
        row(
            chai,
            "a null message",
            "{'chat_history':[{'sender':'user','message':null}]}",
            "-:1 @1 bot=Bot ||| empty=1"),
        row(
            chai,
            "no sender",
            "{'chat_history':[{'message':'a'}]}",
            "! 1:0 chat_history[0]: it is unclear who says it; name the field of the speaker with"
                + " --map sender=FIELD"),
        row(
            chai,
            "an entry that is no object",
            "{'chat_history':['a']}",
            "! 1:0 chat_history[0] is a string, expected an object with a speaker and a text: it is"
                + " unclear who says it"),
        row(
            chai,
            "a bot name of another type",
            chai(",'bot_name':true"),
            "! 1:0 bot_name is a boolean, expected a string"),
        row(
            chai,
            "an id of another type",
            chai("").replace("'c1'", "{}"),
            "! 1:0 id is an object, expected a string or a number"));
  }

  private static List<List<String>> labelsAndMeanings() {
    return List.of(
        List.of("1", "APPROPRIATE"),
        List.of("0", "INAPPROPRIATE"),
        List.of("true", "APPROPRIATE"),
        List.of("false", "INAPPROPRIATE"),
        List.of("'1'", "APPROPRIATE"),
        List.of("'0'", "INAPPROPRIATE"),
        List.of("1.0", "APPROPRIATE"),
        List.of("2", ""),
        List.of("-1", ""),
        List.of("0.5", ""),
        List.of("'yes'", ""),
        List.of("[1]", ""));
  }

  /** A label that is none is no label, and an error where labels are needed. */
  static Stream<Arguments> labels() {
    String chat = " ||| user(You): hi; bot: yo;";
    List<Arguments> rows = new ArrayList<>();
    InputOptions options = OPTIONS.withLayout("chai");
    for (List<String> pair : labelsAndMeanings()) {
      String label = pair.get(0);
      String json = chai(",'label':" + label);
      String good = "c1 @1 bot=Tom label=" + pair.get(1) + chat;
      boolean none = pair.get(1).isEmpty();
      String bad =
          "! 1:0 label is "
              + label.replace('\'', '"').replace("[1]", "a list")
              + ", expected 0, 1, true or false";
      rows.add(row("label " + label, options, json, none ? "c1 @1 bot=Tom" + chat : good));
      if (LabelWords.standard().isOfScale(label)) {
        continue; // an error of the input as a whole
      }
      rows.add(row("needed " + label, options.withLabelsNeeded(true), json, none ? bad : good));
      rows.add(
          row(
              "mapped " + label,
              options.withColumns(Map.of("label", "ok")),
              json.replace("'label'", "'ok'"),
              none ? bad.replace("label is", "ok is") : good));
    }
    for (boolean needed : new boolean[] {false, true}) {
      rows.add(
          row(
              "an empty label is missing",
              options.withLabelsNeeded(needed),
              chai(",'label':' '"),
              "c1 @1 bot=Tom" + chat));
    }
    return rows.stream();
  }

  static Stream<Arguments> openAiRows() {
    String openai = "openai";
    return Stream.of(
        row(
            openai,
            "roles",
            "{'conversation_id':'o1','messages':[{'role':'system','content':'Be kind.'},"
                + "{'role':'developer','content':'Be brief.'},{'role':'user','content':'hi'},"
                + "{'role':'assistant','content':'hello'}]}",
            "o1 @1 bot=Bot |Be kind.\nBe brief.|| user(You): hi; bot: hello;"),
        row(
            openai,
            "parts",
            "{'messages':[{'role':'user','content':[{'type':'text','text':'a'},"
                + "{'type':'image_url','image_url':{'url':'x'}},{'type':'text','text':'b'}]}]}",
            "-:1 @1 bot=Bot ||| user(You): a\nb; parts=1"),
        row(
            openai,
            "tools are counted and left out",
            "{'messages':[{'role':'assistant','content':null,'tool_calls':[{}]},"
                + "{'role':'assistant','content':'','function_call':{'name':'f'}},"
                + "{'role':'assistant','tool_calls':[{}]},"
                + "{'role':'tool','content':'42'},{'role':'function','content':'43'},"
                + "{'role':'user','content':[{'type':'image_url'}]},"
                + "{'role':'assistant','content':'It is 42.','tool_calls':[]}]}",
            "-:1 @1 bot=Bot ||| bot: It is 42.; tools=5 empty=1"),
        row(
            openai,
            "a refusal is what was said",
            "{'messages':[{'role':'assistant','content':null,'refusal':'No.'}]}",
            "-:1 @1 bot=Bot ||| bot: No.;"),
        row(
            openai,
            "an empty message is left out",
            "{'messages':[{'role':'user','content':''}]}",
            "-:1 @1 bot=Bot ||| empty=1"),
        row(
            openai,
            "unknown role",
            "{'messages':[{'role':'narrator','content':'a'}]}",
            "! 1:0 it is unclear which side speaks as \"narrator\"; say who that is with --bot-name narrator,"
                + " --user-name narrator or --roles user=narrator"),
        row(
            openai,
            "no content",
            "{'messages':[{'role':'user'}]}",
            "! 1:0 messages[0] has no text; its fields are role; if one of them holds the text, name it with --map message=FIELD"),
        row(
            openai,
            "content of another type",
            "{'messages':[{'role':'user','content':{}}]}",
            "! 1:0 messages[0].content has no text; its fields are none"),
        row(
            openai,
            "a part of another type",
            "{'messages':[{'role':'user','content':[3]}]}",
            "! 1:0 messages[0].content[0] is a number, expected a text or an object"),
        row(
            openai,
            "a text part without text",
            "{'messages':[{'role':'user','content':[{'type':'text','text':1}]}]}",
            "! 1:0 messages[0].content[0] is a part of type \"text\" without a text"));
  }

  static Stream<Arguments> shareGptRows() {
    String sharegpt = "sharegpt";
    String expected = "s @1 bot=Bot |sys|| user(You): a; bot: b;";
    return Stream.of(
        row(
            sharegpt,
            "from and value",
            "{'id':'s','conversations':[{'from':'system','value':'sys'},"
                + "{'from':'human','value':'a'},{'from':'gpt','value':'b'}]}",
            expected),
        row(
            sharegpt,
            "role and value",
            "{'id':'s','conversations':[{'role':'system','value':'sys'},"
                + "{'role':'user','value':'a'},{'role':'assistant','value':'b'}]}",
            expected),
        row(
            sharegpt,
            "role and content, conversation",
            "{'id':'s','conversation':[{'role':'system','content':'sys'},"
                + "{'role':'USER','content':'a'},{'role':'CHARACTER','content':'b'}]}",
            expected),
        row(
            sharegpt,
            "bot, and tools left out",
            "{'id':'s','conversations':[{'from':'user','value':'a'},"
                + "{'from':'function_call','value':'{}'},{'from':'observation','value':'{}'},"
                + "{'from':'bot','value':'b'}]}",
            "s @1 bot=Bot ||| user(You): a; bot: b; tools=2"),
        row(
            sharegpt,
            "the only unknown name beside a known user is the bot's",
            "{'conversations':[{'from':'human','value':'a'},{'from':'narrator','value':'b'}]}",
            "-:1 @1 bot=narrator ||| user(You): a; bot: b;"),
        row(
            sharegpt,
            "two unknown names",
            "{'conversations':[{'from':'human','value':'a'},{'from':'narrator','value':'b'},"
                + "{'from':'Al Bo','value':'c'}]}",
            "! 1:0 it is unclear which side speaks as \"narrator\" and as \"Al Bo\"; say which of them"
                + " is the bot, for example with --bot-name 'Al Bo' --user-name narrator"),
        row(
            sharegpt,
            "a value in parts",
            "{'conversations':[{'from':'human','value':['a','b']}]}",
            "-:1 @1 bot=Bot ||| user(You): a\nb;"),
        row(
            sharegpt,
            "value of another type",
            "{'conversations':[{'from':'human','value':true}]}",
            "! 1:0 conversations[0].value is a boolean, expected a string"));
  }

  static Stream<Arguments> textRows() {
    return Stream.of(
        row("text", "text", "{'id':'t','text':'\\nA: b\\n'}", "t @1 bot=Bot |\nA: b\n|"),
        row("text", "no text", "{'id':'t'}", "! 1:0 text is missing, expected a string"),
        row(
            "text",
            "text of another type",
            "{'text':1}",
            "! 1:0 text is a number, expected a string"));
  }

  static Stream<Arguments> mappedRows() {
    return Stream.of(
        row(
            "own names",
            OPTIONS
                .withLayout("chai")
                .withColumns(
                    Map.of(
                        "id",
                        "meta.key",
                        "messages",
                        "/log/turns",
                        "sender",
                        "who",
                        "message",
                        "said[0]",
                        "bot_name",
                        "bot.name",
                        "label",
                        "ok")),
            "{'meta':{'key':'m1'},'log':{'turns':[{'who':'user','said':['a']}]},"
                + "'bot':{'name':'Tom'},'ok':false}",
            "m1 @1 bot=Tom label=INAPPROPRIATE ||| user(You): a;"),
        row(
            "a missing mapped list is named as mapped",
            OPTIONS.withLayout("chai").withColumns(Map.of("messages", "log.turns")),
            "{'chat_history':[],'log':{'turns':null}}",
            "! 1:0 log.turns is missing, expected a list of messages"),
        row(
            "a key with a dot is a key first",
            OPTIONS.withLayout("text").withColumns(Map.of("text", "a.b")),
            "{'a.b':'exact','a':{'b':'path'}}",
            "-:1 @1 bot=Bot |exact|"),
        row(
            "default names",
            OPTIONS.withLayout("chai").withGivenBotName("Eve").withGivenUserName("Al"),
            "{'chat_history':[{'sender':'Al','message':'a'}]}",
            "-:1 @1 bot=Eve ||| user(Al): a;"),
        row(
            "kept fields in the order asked for",
            OPTIONS
                .withLayout("text")
                .withKeep(List.of("z", "none", "n", "m.deep", "null", "list", "big")),
            "{'text':'t','list':[1,{'a':null}],'n':1.50,'z':'q','m':{'deep':true},'null':null,"
                + "'big':12345678901234567890123}",
            "-:1 @1 bot=Bot kept=z='q';n=1.50;m.deep=true;null=null;list=[1,{\"a\":null}];"
                + "big=12345678901234567890123; |t|"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"chaiRows", "labels", "openAiRows", "shareGptRows", "textRows", "mappedRows"})
  void aRowBecomes(InputOptions options, String json, String expected) {
    assertEquals(List.of(expected), Reading.of(json, options).lines());
  }
}

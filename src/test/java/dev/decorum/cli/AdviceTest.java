package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What error messages advise has to work when it is pasted; and maps reach every field. */
class AdviceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An option of an advice, with a value that may be in quotes. */
  private static final Pattern OPTION =
      Pattern.compile("--(?:map|bot-name|user-name|roles) (?:'[^']*'|[^ ;.,]+(?:[.,][^ ;.,]+)*)");

  @TempDir Path folder;

  private Path file(String rows) throws IOException {
    return Files.writeString(folder.resolve("rows.jsonl"), rows.replace('\'', '"'));
  }

  private static JsonNode inspect(Path file, List<String> options, int exitCode)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("inspect", file.toString(), "--json"));
    arguments.addAll(options);
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    return JSON.readTree(result.out());
  }

  private static List<String> said(JsonNode inspection) {
    List<String> said = new ArrayList<>();
    for (JsonNode message : inspection.at("/conversation/messages")) {
      said.add(
          message.get("speaker").textValue()
              + " "
              + message.get("name").textValue()
              + ": "
              + message.get("text").textValue());
    }
    return said;
  }

  /** The words of an option as a shell would take them. */
  private static List<String> words(String option) {
    int blank = option.indexOf(' ');
    return List.of(option.substring(0, blank), option.substring(blank + 1).replace("'", ""));
  }

  private static List<String> options(String advice) {
    List<String> options = new ArrayList<>();
    Matcher matcher = OPTION.matcher(advice);
    while (matcher.find()) {
      options.add(matcher.group());
    }
    return options;
  }

  private static List<String> list(String texts) {
    return Arrays.asList(texts.split(" \\| "));
  }

  /** A row, what stands for FIELD, the options that belong together, what is understood then. */
  static Stream<Arguments> advice() {
    return Stream.of(
        Arguments.of(
            "two unknown speakers",
            "{'messages':[{'from':'Ann Lee','text':'a'},{'from':'Bob','text':'b'}]}",
            "",
            "0 1",
            "user Ann Lee: a | bot Bob: b"),
        Arguments.of(
            "one unknown speaker: a bot",
            "{'messages':[{'from':'Bob','text':'b'}]}",
            "",
            "0",
            "bot Bob: b"),
        Arguments.of(
            "one unknown speaker: a user",
            "{'messages':[{'from':'Bob','text':'b'}]}",
            "",
            "1",
            "user Bob: b"),
        Arguments.of(
            "one unknown speaker: a word for a side",
            "{'messages':[{'from':'the boss','text':'b'}]}",
            "",
            "2",
            "user You: b"),
        Arguments.of(
            "an unknown layout: a list",
            "{'stuff':[{'q':'a'}],'things':{'x':[{'role':'user','content':'a'}]},'id':'1'}",
            "",
            "",
            "user You: a"),
        Arguments.of(
            "an unknown layout: a list of a name that nobody knows",
            "{'id':'1','stuff':[{'w':'user','t':'a'},{'w':'bot','t':'b'}]}",
            "stuff",
            "0",
            ""),
        Arguments.of(
            "an unknown layout: a question and an answer",
            "{'asked':'a','told':'b'}",
            "asked told",
            "2",
            "user You: a | bot Bot: b"),
        Arguments.of(
            "several lists",
            "{'id':'1','of':{'a':[{'role':'user','content':'a'}],"
                + "'b':[{'role':'user','content':'b'}]}}",
            "",
            "0",
            "user You: a"),
        Arguments.of(
            "an object as a reply",
            "{'prompt':'a','response':{'inside':'b'}}",
            "inside",
            "0",
            "user You: a | bot Bot: b"),
        Arguments.of(
            "messages whose speaker is under a name that nobody knows",
            "{'messages':[{'w':'user','text':'a'},{'w':'bot','text':'b'}]}",
            "w",
            "0",
            "user You: a | bot Bot: b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("advice")
  void whatIsAdvisedWorksWhenItIsPasted(
      String what, String row, String fields, String chosen, String understood) throws IOException {
    Path file = file(row + "\n");
    if (chosen.isEmpty()) {
      assertEquals(list(understood), said(inspect(file, List.of(), 0)), what);
      return;
    }
    Cli.Result refused = Cli.run("inspect", file.toString(), "--json");
    JsonNode root = JSON.readTree(refused.out());
    String advice = root.at("/reasons/0/reason").asText() + root.at("/failures/0").asText();
    assertTrue(refused.exitCode() != 0 && !advice.isEmpty(), refused.out());
    List<String> advised = options(advice);
    List<String> pasted = new ArrayList<>();
    for (String number : chosen.split(" ", -1)) {
      List<String> option = new ArrayList<>(words(advised.get(Integer.parseInt(number))));
      for (String field : fields.split(" ", -1)) {
        option.set(1, option.get(1).replaceFirst("FIELD", field));
      }
      pasted.addAll(option);
    }
    if (understood.isEmpty()) {
      // The next advice says how to go on.
      JsonNode next = inspect(file, pasted, 1);
      String reason = next.at("/reasons/0/reason").textValue();
      pasted.addAll(List.of("--map", "sender=w,message=t"));
      assertEquals(
          "stuff[0] has no text; its fields are w, t; if one of them holds the text, name it with"
              + " --map message=FIELD",
          reason);
      assertEquals(List.of("user You: a", "bot Bot: b"), said(inspect(file, pasted, 0)));
      return;
    }
    assertEquals(list(understood), said(inspect(file, pasted, 0)), what);
  }

  @Test
  void mapsReachEveryField() throws IOException {
    Path file =
        file(
            "{'i':'7','b':'Tom','u':'Sam','m':'Kind.','s':'Brief.','ask':'Hi','say':{'x':'Hello'}}\n");
    JsonNode root =
        inspect(
            file,
            List.of(
                "--map", "id=i,bot_name=b,user_name=u,memory=m,system=s,prompt=ask,reply=say.x"),
            0);
    assertEquals(List.of("user Sam: Hi", "bot Tom: Hello"), said(root));
    assertEquals("Kind.\nBrief.", root.at("/conversation/memory").textValue());
    assertEquals("7", root.at("/conversation/id").textValue());
  }

  @Test
  void mapsReachMessagesAndTheirTimes() throws IOException {
    Path file =
        file(
            """
            {'chat':'1','by_whom':'caller','what':'second','at':'2025-01-01T00:00:02Z'}
            {'chat':'1','by_whom':'bot','what':'third','at':'2025-01-01T00:00:03Z'}
            {'chat':'1','by_whom':'bot','what':'first','at':'2025-01-01T00:00:01Z'}
            """);
    JsonNode root =
        inspect(
            file,
            List.of(
                "--map", "id=chat,sender=by_whom,message=what,timestamp=at", "--roles=user=caller"),
            0);
    assertEquals(List.of("bot Bot: first", "user You: second", "bot Bot: third"), said(root));
  }

  @Test
  void mapsReachTheMessagesOfAList() throws IOException {
    Path file =
        file(
            "{'l':[{'w':'advisor','t':'b','at':2},{'w':'caller','t':'a','at':1}],'r':[{'x':'c'}]}\n");
    JsonNode root =
        inspect(
            file,
            List.of(
                "--map",
                "messages=l,sender=w,message=t,timestamp=at,reply=r[0].x",
                "--roles",
                "user=caller,bot=advisor"),
            0);
    assertEquals(List.of("user You: a", "bot Bot: b", "bot Bot: c"), said(root));
  }
}

package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How inputs are understood, from arguments to what is shown and exit codes. */
class InspectCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ROWS =
      List.of(
          "{'id':'c1','title':'Tea','messages':[{'role':'system','content':'Be kind.'},"
              + "{'role':'user','content':'Hi'},"
              + "{'role':'assistant','content':'<think>hm</think>Hello!','feedback':'nice'},"
              + "{'role':'user','content':'Fine'}],'label':1}",
          "{'id':'c2','title':'Tea','messages':[{'role':'user','content':'Hi'},"
              + "{'role':'assistant','content':'Go away.'},{'role':'tool','content':'x'}],"
              + "'prompt':'old'}",
          "{'id':'c1','messages':[{'role':'caller','content':'Hi'},"
              + "{'role':'advisor','content':'Hello!'}]}");

  @TempDir Path folder;

  private Path file(String name, List<String> rows) throws IOException {
    return Files.writeString(
        folder.resolve(name), String.join("\n", rows).replace('\'', '"') + "\n");
  }

  private static JsonNode json(Cli.Result result) throws IOException {
    return JSON.readTree(result.out());
  }

  /** Path to what it is used as, in how many rows, and an example. */
  private static Map<String, String> fields(JsonNode group) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (JsonNode field : group.get("fields")) {
      List<String> uses = new ArrayList<>();
      field.get("used_as").forEach(use -> uses.add(use.textValue()));
      fields.put(
          field.get("path").textValue(),
          String.join("+", uses)
              + "|"
              + field.get("rows").intValue()
              + "|"
              + field.get("example").textValue());
    }
    return fields;
  }

  private static List<String> speakers(JsonNode group) {
    List<String> speakers = new ArrayList<>();
    for (JsonNode word : group.get("speakers")) {
      speakers.add(
          word.get("word").textValue()
              + " "
              + word.get("side").textValue()
              + " "
              + word.get("entries").intValue());
    }
    return speakers;
  }

  /** What was written, without line ends. */
  private static String flat(Cli.Result result) {
    return result.out().replaceAll("\\s+", " ");
  }

  @Test
  void everythingThatIsUnderstoodIsInTheDocument() throws IOException {
    Path chats = file("chats.jsonl", ROWS);
    Cli.Result result = Cli.run("inspect", chats.toString(), "--json");
    assertEquals(1, result.exitCode());
    assertEquals("", result.err());
    JsonNode root = json(result);
    JsonNode group = root.at("/groups/0");
    assertEquals("openai", group.get("layout").textValue());
    assertEquals("of the field \"messages\"", group.get("because").textValue());
    assertEquals(3, group.get("rows").intValue());
    assertEquals(
        Map.of(
            "id", "id|3|c1",
            "title", "|2|Tea",
            "messages", "messages|3|4 entries",
            "messages[].role", "speaker|3|system",
            "messages[].content", "text|3|Be kind.",
            "messages[].feedback", "|1|nice",
            "label", "label|1|1",
            "prompt", "|1|old"),
        fields(group));
    assertEquals(
        List.of(
            "system system 1",
            "user user 3",
            "assistant bot 2",
            "tool omitted 1",
            "caller unknown 1",
            "advisor unknown 1"),
        speakers(group));
    assertEquals(3, root.get("rows").intValue());
    assertEquals(1, root.get("rejected").intValue());
    assertEquals(3, root.at("/rejections/0/line").intValue());
    assertEquals(chats.toString(), root.at("/rejections/0/file").textValue());
    assertTrue(
        root.at("/reasons/0/reason").textValue().contains("\"caller\" and as \"advisor\""),
        result.out());
    JsonNode understood = root.get("understood");
    assertEquals(2, understood.get("conversations").intValue());
    assertEquals(3, understood.get("user_messages").intValue());
    assertEquals(2, understood.get("bot_messages").intValue());
    assertEquals(1, understood.get("ends_with_user").intValue());
    assertEquals(1, understood.at("/left_out/tools").intValue());
    assertEquals(1, understood.at("/left_out/reasoning").intValue());
    assertEquals(1, understood.at("/unused_fields/prompt").intValue());
    assertEquals("c1", root.at("/conversation/id").textValue());
    assertEquals("Be kind.", root.at("/conversation/memory").textValue());
    assertEquals("Hello!", root.at("/conversation/messages/1/text").textValue());
    assertEquals("bot", root.at("/conversation/messages/1/speaker").textValue());
    assertEquals("decorum score " + chats, root.get("command").textValue());
    assertEquals(
        List.of(
            "groups",
            "rows",
            "rejected",
            "reasons",
            "rejections",
            "inputs_failed",
            "failures",
            "warnings",
            "labelled",
            "replies",
            "understood",
            "conversation",
            "command"),
        names(root));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void namesThatAreGivenAreInTheCommandAndTellTheSides() throws IOException {
    Path chats = file("it's.jsonl", ROWS);
    Cli.Result result =
        Cli.run(
            "inspect",
            chats.toString(),
            "--json",
            "--bot-name",
            "advisor",
            "--roles=user=phone caller",
            "--map=label=label",
            "--keep=title");
    assertEquals(0, result.exitCode(), result.err());
    JsonNode root = json(result);
    assertTrue(speakers(root.at("/groups/0")).contains("advisor bot 1"));
    assertTrue(speakers(root.at("/groups/0")).contains("caller user 1"));
    assertEquals("kept|2|Tea", fields(root.at("/groups/0")).get("title"));
    assertEquals(1, root.at("/understood/repeated_ids").intValue());
    assertEquals(
        "decorum score '"
            + chats.toString().replace("'", "'\\''")
            + "' --map label=label --roles 'user=phone caller' --bot-name advisor --keep title",
        root.get("command").textValue());
  }

  @Test
  void aReportForPeople() throws IOException {
    Path chats = file("chats.jsonl", ROWS);
    Cli.Result result = Cli.run("inspect", chats.toString(), "-q");
    assertEquals(1, result.exitCode());
    assertEquals("", result.err());
    String name = chats.toString();
    String report = result.out().replace(name, "FILE");
    assertEquals(
        """
        FILE
          Read as openai, because of the field "messages"; 3 rows.
          used as     where                for example  rows
          id          id                   c1              3
          label       label                1               1
          messages    messages             4 entries       3
          speaker     messages[].role      system          3
          text        messages[].content   Be kind.        3
          (not used)  title                Tea             2
          (not used)  messages[].feedback  nice            1
          (not used)  prompt               old             1
          speaker    taken for                 entries
          system     persona                         1
          user       the user                        3
          assistant  the bot                         2
          tool       neither: left out               1
          caller     ? (see what is rejected)        1
          advisor    ? (see what is rejected)        1

          in all          2 conversations, 1 with a label
          messages        3 of users, 2 of bots
          rejected        1 row
          left out        1 tool call, 1 thought
          conversations   1 ends with the user's message
          not used        prompt (1 row)
        """,
        report.substring(0, report.indexOf("\nRejected\n")));
    assertEquals(
        """
        Conversation c1  (FILE:1, labelled appropriate)
          Bot's persona
          │ Be kind.
          You (user)
          │ Hi
                                 Bot (bot)
                                 │ Hello!
          You (user)
          │ Fine

        To score them:
          decorum score FILE
        """,
        report.substring(report.indexOf("Conversation c1")));
  }

  @Test
  void anotherConversationIsShownById() throws IOException {
    Path chats = file("chats.jsonl", ROWS);
    Cli.Result result = Cli.run("inspect", chats.toString(), "--id", "c2");
    assertTrue(result.out().contains("Conversation c2  ("), result.out());
    assertTrue(result.out().contains("│ Go away."), result.out());
    assertFalse(result.out().contains("Conversation c1"), result.out());
    Cli.Result none = Cli.run("inspect", chats.toString(), "--id", "c9");
    assertEquals(3, none.exitCode());
    assertEquals("decorum: no conversation has the id \"c9\"\n", none.err());
  }

  @Test
  void longTextsAndLongChatsAreCutUnlessEverythingIsWanted() throws IOException {
    List<String> messages = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      String said = i == 1 ? "word ".repeat(200) + "end" : "message " + i;
      messages.add(
          "{'role':'" + (i % 2 == 1 ? "user" : "assistant") + "','content':'" + said + "'}");
    }
    Path chats =
        file("long.jsonl", List.of("{'id':'c','messages':[" + String.join(",", messages) + "]}"));
    Cli.Result result = Cli.run("inspect", chats.toString());
    assertEquals(0, result.exitCode());
    assertTrue(flat(result).contains("… (1,003 characters │ in all)"), result.out());
    assertTrue(result.out().contains("… 28 messages between (-v shows them) …"), result.out());
    assertTrue(result.out().contains("│ message 6\n"), result.out());
    assertFalse(result.out().contains("│ message 7\n"), result.out());
    assertFalse(result.out().contains("│ message 34\n"), result.out());
    assertTrue(result.out().contains("│ message 35\n"), result.out());
    result.out().lines().forEach(line -> assertTrue(line.length() <= 120, line));
    Cli.Result whole = Cli.run("inspect", chats.toString(), "-v");
    assertTrue(whole.out().contains("word end\n"), whole.out());
    assertTrue(whole.out().contains("│ message 20\n"), whole.out());
  }

  @Test
  void filesThatAreReadAlikeAreShownTogether() throws IOException {
    file("a.jsonl", ROWS.subList(0, 1));
    file("b.jsonl", ROWS.subList(1, 2));
    file("c.csv", List.of("conversation_id,sender,text", "t1,customer,Hi", "t1,agent,Hello"));
    Files.writeString(folder.resolve("notes.txt"), "x");
    Cli.Result result = Cli.run("inspect", folder.toString(), "--json");
    assertEquals(0, result.exitCode(), result.err());
    JsonNode root = json(result);
    assertEquals(2, root.get("groups").size());
    assertEquals(2, root.at("/groups/0/count").intValue());
    assertEquals("openai", root.at("/groups/0/layout").textValue());
    assertEquals("id|2|c1", fields(root.at("/groups/0")).get("id"));
    assertEquals("message-rows", root.at("/groups/1/layout").textValue());
    assertEquals(
        Map.of("conversation_id", "id|2|t1", "sender", "speaker|2|customer", "text", "text|2|Hi"),
        fields(root.at("/groups/1")));
    assertEquals("{}", root.at("/understood/unused_fields").toString().replace("\"prompt\":1", ""));
    assertEquals(1, root.at("/understood/passed_over").intValue());
    String verbose = Cli.run("inspect", folder.toString(), "-v").out();
    assertTrue(
        verbose.contains("passed over     1 file (" + folder.resolve("notes.txt") + ")"), verbose);
    String brief = Cli.run("inspect", folder.toString()).out();
    assertTrue(brief.contains("a.jsonl and 1 further file\n"), brief);
    assertTrue(brief.contains("  passed over     1 file\n"), brief);
  }

  @Test
  void filesOfAnArchiveAndInputsThatFail() throws IOException {
    Path zip = folder.resolve("all.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("a.jsonl"));
      out.write(ROWS.get(0).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("b.jsonl"));
      out.write("{\"what\":\"is this\"}\n".getBytes(StandardCharsets.UTF_8));
    }
    Cli.Result result = Cli.run("inspect", zip.toString(), zip.toString(), "--json");
    assertEquals(3, result.exitCode());
    JsonNode root = json(result);
    assertEquals(zip + "!a.jsonl", root.at("/groups/0/files/0").textValue());
    assertEquals(1, root.get("inputs_failed").intValue());
    assertTrue(root.at("/failures/0").textValue().startsWith(zip + "!b.jsonl: the layout"));
    assertTrue(
        result.err().startsWith("decorum: " + zip + "!b.jsonl: the layout cannot be recognised"));
    assertEquals(zip.toString(), root.at("/understood/read_once/0/name").textValue());
  }

  @Test
  void reasonsAreCounted() throws IOException {
    List<String> rows = new ArrayList<>(ROWS.subList(0, 2));
    for (int i = 0; i < 7; i++) {
      rows.add(
          "{'id':'r"
              + i
              + "','messages':[{'role':'user','content':'Hi'},{'role':'user','content':"
              + i
              + "}]}");
    }
    rows.add("{'id':");
    Path chats = file("bad.jsonl", rows);
    Cli.Result result = Cli.run("inspect", chats.toString());
    assertEquals(1, result.exitCode());
    assertTrue(
        flat(result).contains("7 rows, first " + chats + ":3: messages[1].content is a number"),
        result.out());
    assertTrue(flat(result).contains(" " + chats + ":10:"), result.out());
    assertTrue(flat(result).contains("The first are " + chats + ":3, " + chats + ":4,"));
  }

  @Test
  void limitsAndEmptyInputs() throws IOException {
    Path chats = file("chats.jsonl", ROWS);
    JsonNode root = json(Cli.run("inspect", chats.toString(), "--limit=1", "--json"));
    assertEquals(1, root.get("rows").intValue());
    assertEquals(1, root.at("/groups/0/rows").intValue());
    Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
    Cli.Result result = Cli.run("inspect", empty.toString());
    assertEquals(0, result.exitCode());
    assertTrue(result.out().contains("0 conversations"), result.out());
    assertTrue(result.out().contains(empty + ": the file is empty"), result.out());
    assertFalse(result.out().contains("To score"), result.out());
    assertEquals(3, Cli.run("inspect", folder.resolve("gone.jsonl").toString()).exitCode());
  }

  @Test
  void whatChatsContainCannotRepaintTheTerminal() throws IOException {
    Path chats =
        file(
            "evil.jsonl",
            List.of(
                "{'id':'\\u001b[2J','t\\u001bx':'\\u202eabc',"
                    + "'messages':[{'role':'user\\u0007x','content':'\\u001b]0;x\\u0007'},"
                    + "{'role':'assistant','content':'\\u009b31m'}]}"));
    for (String[] more : new String[][] {{}, {"-v"}}) {
      List<String> arguments = new ArrayList<>(List.of("inspect", chats.toString()));
      arguments.addAll(List.of(more));
      String out = Cli.run(arguments.toArray(String[]::new)).out();
      out.chars()
          .filter(c -> c != '\n')
          .forEach(
              c ->
                  assertFalse(
                      Character.isISOControl(c) || c == 0x202e, Integer.toHexString(c) + out));
    }
  }

  @Test
  void noModelIsLoaded() throws IOException, InterruptedException {
    Path chats = file("chats.jsonl", ROWS.subList(0, 2));
    Path log = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:disable",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.decorum.Main",
                "inspect",
                chats.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("out.txt")));
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded = lines.map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "")).toList();
      assertTrue(loaded.stream().anyMatch(line -> line.startsWith("dev.decorum.inspect.")));
      assertEquals(
          List.of(),
          loaded.stream()
              .filter(
                  line ->
                      line.startsWith("ai.")
                          || line.startsWith("dev.decorum.tokenize.")
                          || line.startsWith("dev.decorum.infer.Onnx"))
              .toList());
    }
  }

  @Test
  void helpHasExamplesAndExitCodes() {
    Cli.Result result = Cli.run("help", "inspect");
    assertEquals(0, result.exitCode());
    String help = result.out() + result.err();
    assertTrue(help.contains("decorum inspect export.json"), help);
    assertTrue(help.contains("an input cannot be read"), help);
  }
}

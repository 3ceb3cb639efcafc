package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader has understood of inputs is said by every command, and kept in manifests. */
class UnderstoodRunsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ROWS =
      """
      {'id':'c1','channel':'web','messages':[{'role':'user','content':'Hi'},\
      {'role':'assistant','content':'<think>hm</think>Hello!'},\
      {'role':'user','content':'Fine'}],'label':1}
      {'id':'c2','channel':'app','messages':[{'role':'user','content':'Hi'},\
      {'role':'assistant','content':'Go away.'},{'role':'tool','content':'x'}],'prompt':'o','label':0}
      {'id':'c1','channel':'app','prompt':'What?','completion':'That.','label':1}
      {'id':'1.70514E+12','channel':'app','messages':[{'role':'user','content':'Anybody?'}],'label':0}
      """;

  @TempDir Path folder;

  private Path chats() throws IOException {
    return Files.writeString(folder.resolve("chats.jsonl"), ROWS.replace('\'', '"'));
  }

  private static Cli.Result run(String command, Path input, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, input.toString(), "-m", Cli.BASE_MODEL));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private JsonNode manifest(Path scores) throws IOException {
    return JSON.readTree(folder.resolve(scores.getFileName() + ".manifest.json").toFile())
        .get("run");
  }

  private static final String UNDERSTOOD =
      """
      {"layouts":{"openai":3,"completion":1},"conversations":4,"formatted":0,"user_messages":5,\
      "bot_messages":3,"ends_with_user":1,"no_user_message":0,"no_bot_message":1,"blank_ends":0,\
      "left_out":{"hidden":0,"tools":1,"empty":0,"reasoning":1,"parts":0},"repeated_ids":1,\
      "repeated_id_examples":["c1"],"damaged_id_examples":["1.70514E+12"],\
      "unused_fields":{"prompt":1},"read_once":[],"passed_over":0,"passed_over_examples":[]}""";

  @Test
  void scoreSaysItAndKeepsIt() throws IOException {
    Path scores = folder.resolve("scores.csv");
    Cli.Result result = run("score", chats(), "-o", scores.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(UNDERSTOOD, manifest(scores).get("understood").toString());
    assertTrue(
        result
            .err()
            .contains(
                "decorum: left out: 1 tool call, 1 thought; conversations: 1 ends with the user's"
                    + " message, 1 has no message of the bot; ids seen twice: 1 (c1); damaged ids:"
                    + " 1.70514E+12 (rounded by a spreadsheet: export the column of the ids as"
                    + " text); not used: prompt (1 row); layouts: openai 3, completion 1\n"),
        result.err());
    assertFalse(run("score", chats(), "-q").err().contains("left out"));
    Cli.Result table =
        new Cli().onTerminal().start("score", chats().toString(), "-m", Cli.BASE_MODEL);
    assertTrue(
        table.err().contains("\n  ids seen twice  1 (c1)\n  damaged ids     1.70514E+12 (rounded"),
        table.err());
  }

  @Test
  void nothingIsSaidWhereAllIsAsExpected() throws IOException {
    Path plain =
        Files.writeString(
            folder.resolve("plain.jsonl"),
            "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n");
    Cli.Result result = run("score", plain);
    assertEquals(0, result.exitCode());
    List<String> lines = result.err().lines().toList();
    assertEquals(4, lines.size(), result.err());
    assertTrue(lines.get(0).startsWith("decorum: base: label \"appropriate\" (1) is taken as"));
    assertTrue(lines.get(2).startsWith("decorum: scored 1, none rejected"));
    assertTrue(lines.get(3).startsWith("decorum: took "));
  }

  @Test
  void anInputThatIsReachedTwiceIsReadOnce() throws IOException {
    Path chats = chats();
    Path other = folder.resolve("other.jsonl");
    Files.createSymbolicLink(other, chats);
    Path scores = folder.resolve("twice.csv");
    Cli.Result result = run("score", chats, other.toString(), "-o", scores.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("read once: " + other + " (is " + chats + ")"), result.err());
    assertEquals(
        "[{\"name\":\"" + other + "\",\"first\":\"" + chats + "\"}]",
        manifest(scores).at("/understood/read_once").toString());
    Cli.Result evaluated = run("evaluate", chats, other.toString(), "--resamples=99");
    assertTrue(
        evaluated
            .err()
            .contains(other + ": this is the same file as " + chats + "; it is read once"),
        evaluated.err());
  }

  @Test
  void shardsAddUpToTheWhole() throws IOException {
    Path chats = chats();
    Path whole = folder.resolve("whole.csv");
    List<String> merge = new ArrayList<>(List.of("merge", "--allow-duplicates"));
    run("score", chats, "-o", whole.toString());
    for (int shard = 1; shard <= 3; shard++) {
      Path part = folder.resolve("part-" + shard + ".csv");
      assertEquals(
          0, run("score", chats, "--shard=" + shard + "/3", "-o", part.toString()).exitCode());
      merge.add(part.toString());
    }
    Path merged = folder.resolve("merged.csv");
    merge.addAll(List.of("-o", merged.toString()));
    Cli.Result result = Cli.run(merge.toArray(String[]::new));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(UNDERSTOOD, manifest(merged).get("understood").toString());
    assertEquals(UNDERSTOOD, manifest(whole).get("understood").toString());
  }

  @Test
  void runsOfSeveralInputsAddUpAndOldManifestsSayNothing() throws IOException {
    Path first = folder.resolve("first.csv");
    Path second = folder.resolve("second.csv");
    run("score", chats(), "-o", first.toString());
    Path plain =
        Files.writeString(
            folder.resolve("plain.jsonl"),
            "{\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n");
    run("score", plain, "-o", second.toString());
    Path merged = folder.resolve("both.csv");
    String[] merge = {
      "merge", "--allow-duplicates", first.toString(), second.toString(), "-o", merged.toString()
    };
    Cli.Result result = Cli.run(merge);
    assertEquals(0, result.exitCode(), result.err());
    JsonNode understood = manifest(merged).get("understood");
    assertEquals(5, understood.get("conversations").intValue());
    assertEquals(2, understood.get("no_bot_message").intValue());
    assertEquals("{\"openai\":4,\"completion\":1}", understood.get("layouts").toString());
    Path beside = folder.resolve("second.csv.manifest.json");
    ObjectNode old = (ObjectNode) JSON.readTree(beside.toFile());
    ((ObjectNode) old.get("run")).remove("understood");
    old.remove("sha256");
    JSON.writeValue(beside.toFile(), old);
    assertEquals(0, Cli.run(merge).exitCode());
    assertTrue(manifest(merged).get("understood").isNull());
  }

  @Test
  void reportsInJsonHaveIt() throws IOException {
    Cli.Result evaluated =
        run("evaluate", chats(), "--format=json", "--resamples=99", "--cluster=channel");
    assertEquals(0, evaluated.exitCode(), evaluated.err());
    assertEquals(
        UNDERSTOOD, JSON.readTree(evaluated.out()).at("/sources/0/run/understood").toString());
    assertTrue(
        evaluated
            .err()
            .contains(
                "decorum: 1 conversation has the id of one before (c1); it is scored all the"
                    + " same, but ids alone do not tell them apart\n"),
        evaluated.err());
    assertTrue(
        evaluated.err().contains("decorum: a spreadsheet has taken ids for numbers"),
        evaluated.err());
    Cli.Result audited =
        run(
            "audit",
            chats(),
            "--store=" + folder.resolve("audits.db"),
            "--night=2026-11-24",
            "--format=json");
    assertEquals(0, audited.exitCode(), audited.err());
    assertEquals(
        UNDERSTOOD, JSON.readTree(audited.out()).at("/sources/0/run/understood").toString());
    Path summary = folder.resolve("rank.json");
    Cli.Result ranked =
        run(
            "rank",
            chats(),
            "--group=channel",
            "--summary=" + summary,
            "-o",
            folder.resolve("ranking.csv").toString());
    assertEquals(0, ranked.exitCode(), ranked.err());
    assertEquals(
        UNDERSTOOD, JSON.readTree(summary.toFile()).at("/sources/0/run/understood").toString());
  }

  @Test
  void idsMayRepeatFromVersionToVersion() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String version : List.of("v1", "v2")) {
      for (int i = 0; i < 4; i++) {
        rows.append(
            "{\"id\":\"c%d\",\"bot_version\":\"%s\",\"prompt\":\"Hi %d\",\"completion\":\"I am %s.\"}\n"
                .formatted(i, version, i, version));
      }
    }
    Path chats = Files.writeString(folder.resolve("versions.jsonl"), rows);
    Cli.Result compared =
        run("compare", chats, "--by=bot_version", "--resamples=99", "--format=json");
    assertEquals(0, compared.exitCode(), compared.err());
    assertFalse(compared.err().contains("the id of one before"), compared.err());
    assertEquals(
        4, JSON.readTree(compared.out()).at("/sources/0/run/understood/repeated_ids").intValue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "score --keep",
        "evaluate --by",
        "evaluate --cluster",
        "rank --group",
        "audit --by"
      })
  void aTypingErrorInAFieldStopsTheRun(String typed) throws IOException {
    String[] words = typed.split(" ", -1);
    Cli.Result result =
        run(
            words[0],
            chats(),
            words[0].equals("audit")
                ? new String[] {words[1], "chanel", "--store=" + folder.resolve("a.db")}
                : new String[] {words[1], "chanel"});
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(
        result.err().contains("no row has the field \"chanel\"; did you mean \"channel\"?"),
        result.err());
  }

  @Test
  void aFieldThatIsNowhereIsToldWithThoseThatAre() throws IOException {
    Cli.Result result = run("score", chats(), "--keep=region", "--input-format=openai", "-v");
    assertTrue(
        result
            .err()
            .contains(
                "no row of any input has the field \"region\"; the fields are id, channel,"
                    + " messages, label, prompt, completion"),
        result.err());
  }

  @Test
  void blankSpaceAroundRepliesIsTold() throws IOException {
    Path chats =
        Files.writeString(
            folder.resolve("blank.jsonl"),
            """
            {"id":"a","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":" hello"}]}
            {"id":"b","messages":[{"role":"assistant","content":"hello"},{"role":"user","content":" hi "}]}
            """);
    Path scores = folder.resolve("blank.csv");
    Cli.Result result = run("score", chats, "-o", scores.toString());
    assertTrue(
        result
            .err()
            .contains("1 has blank space around the bot's last message, which the model reads"),
        result.err());
    assertEquals(1, manifest(scores).at("/understood/blank_ends").intValue());
  }
}

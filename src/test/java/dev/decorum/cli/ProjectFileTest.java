package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options from a project's {@code decorum.toml} and from the user's own files. */
class ProjectFileTest {
  @TempDir Path home;
  private Path project;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(home.resolve("work/project"));
    environment.put("HOME", home.toString());
  }

  private void write(String toml) throws IOException {
    Files.writeString(project.resolve("decorum.toml"), toml);
  }

  private Cli.Result run(Path folder, String... arguments) {
    return new Cli().environment(environment).folder(folder).start(arguments);
  }

  /** The table of a command's settings, with single blanks. */
  private String settings(String command) {
    return settings(project, command);
  }

  private String settings(Path folder, String command) {
    String[] words = ("config " + command).split(" ");
    Cli.Result result = run(folder, words);
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return result.out().replaceAll(" +", " ");
  }

  private String error() {
    Cli.Result result = run(project, "config");
    assertEquals(ExitCode.USAGE, result.exitCode(), result.out());
    return result.err().replace("decorum: ", "").replaceAll("(?s)\nTry .*", "");
  }

  @Test
  void valuesHaveTypes() throws IOException {
    write(
        """
        map = { id = "conversationId", label = "rating" }
        roles = { user = ["caller", "customer"], bot = "advisor" }
        threads = 2
        history = 5
        [score]
        keep = ["channel", "label"]
        resume = false
        [audit]
        fail-if = ["drift", "share_below_baseline > 0.35"]
        [train]
        learning-rate = 1e-5
        """);
    String score = settings("score");
    assertTrue(score.contains("map id=conversationId, label=rating decorum.toml:1\n"), score);
    assertTrue(
        score.contains("roles user=caller, user=customer, bot=advisor decorum.toml:2\n"), score);
    assertTrue(score.contains("keep channel, label decorum.toml:6\n"), score);
    assertTrue(score.contains("resume false decorum.toml:7\n"), score);
    String audit = settings("audit");
    assertTrue(
        audit.contains("fail-if drift, share_below_baseline > 0.35 decorum.toml:9\n"), audit);
    assertFalse(audit.contains("keep"), audit);
    assertTrue(settings("train").contains("learning-rate 1.0E-5 decorum.toml:11\n"));
  }

  @Test
  void severalConditionsReachAnAudit() throws IOException {
    write("[audit]\nfail-if = [\"drift\", \"nonsense\"]\nstore = \"a.db\"\n");
    Cli.Result result = run(project, "audit", "no-such.jsonl", "-q");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("--fail-if: "), result.err());
    assertTrue(result.err().contains("nonsense"), result.err());
    assertTrue(result.err().contains("(decorum.toml:2)"), result.err());
  }

  @Test
  void theNearerSourceWinsAndInAFileThePartForACommand() throws IOException {
    Path own = Files.createDirectories(home.resolve(".config/decorum"));
    Files.writeString(
        own.resolve("decorum.toml"), "threads = 3\nlimit = 30\n[score]\nhistory = 3\n");
    Files.writeString(
        home.resolve(".decorum.properties"), "threads=4\nbaseline=0.4\nscore.limit=4\n");
    write("history = 2\nmax-tokens = 22\n[score]\nmax-tokens = 2\n");
    environment.put("DECORUM_MAX_TOKENS", "1");
    String score = settings("score");
    assertTrue(score.contains("max-tokens 1 environment, DECORUM_MAX_TOKENS\n"), score);
    assertTrue(score.contains("history 2 decorum.toml:1\n"), score);
    assertTrue(score.contains("threads 3 ~/.config/decorum/decorum.toml:1\n"), score);
    assertTrue(score.contains("limit 30 ~/.config/decorum/decorum.toml:2\n"), score);
    assertTrue(score.contains("baseline 0.4 ~/.decorum.properties\n"), score);
    environment.clear();
    environment.put("HOME", home.toString());
    assertTrue(settings("score").contains("max-tokens 2 decorum.toml:4\n"));
    assertTrue(settings("rank").contains("max-tokens 22 decorum.toml:2\n"));
  }

  @Test
  void filesOfOneRunAreNamedInsteadOrNotRead() throws IOException {
    write("threads = 2\n");
    Path other = Files.writeString(home.resolve("ci.toml"), "limit = 5\nmodel = \"./m\"\n");
    Cli.Result result = run(project, "config", "score", "--config", other.toString());
    assertFalse(result.out().contains("threads"), result.out());
    assertTrue(result.out().contains(home.resolve("m").toString()), result.out());
    environment.put("DECORUM_LIMIT", "7");
    String without = run(project, "config", "score", "--no-config").out();
    assertFalse(without.contains("threads"), without);
    assertTrue(without.contains("DECORUM_LIMIT"), without);
    environment.put("DECORUM_NO_CONFIG", "true");
    assertFalse(settings("score").contains("threads"));
    Cli.Result both = run(project, "config", "--no-config", "--config", other.toString());
    assertEquals(ExitCode.USAGE, both.exitCode());
  }

  @Test
  void aFileIsFoundFromBelowButNotAboveARepositoryOrTheHome() throws IOException {
    Path below = Files.createDirectories(project.resolve("a/b"));
    write("model = \"./m\"\nformatter = \"chatml\"\n[evaluate]\nhtml = \"out/page.html\"\n");
    String evaluate = settings(below, "evaluate");
    assertTrue(evaluate.contains("model ../../m ../../decorum.toml:1\n"), evaluate);
    assertTrue(evaluate.contains("formatter chatml"), evaluate);
    assertTrue(evaluate.contains("html ../../out/page.html"), evaluate);
    Files.createDirectory(below.resolve(".git"));
    assertEquals("Nothing is set;", settings(below, "score").substring(0, 15));
    Files.delete(project.resolve("decorum.toml"));
    Files.writeString(home.resolveSibling("decorum.toml"), "threads = 9\n");
    try {
      assertFalse(settings("score").contains("threads"), "a file above the home is used");
    } finally {
      Files.delete(home.resolveSibling("decorum.toml"));
    }
  }

  @Test
  void modelsOfTheHubStayNamesAndOwnFilesMayNameAnyPlace() throws IOException {
    Path below = Files.createDirectories(project.resolve("a"));
    Files.createDirectories(project.resolve("local/model"));
    write("model = \"owner/name\"\n[rank]\nmodel = \"local/model\"\nformatter = \"~/f.json\"\n");
    assertTrue(settings(below, "score").contains("model owner/name "));
    assertTrue(settings(below, "rank").contains("model ../local/model "));
    assertTrue(settings(below, "rank").contains("formatter " + home.resolve("f.json")));
    Path own = Files.createDirectories(home.resolve(".config/decorum"));
    Files.writeString(own.resolve("decorum.toml"), "[audit]\nstore = \"/srv/audits.db\"\n");
    assertTrue(settings("audit").contains("store /srv/audits.db"));
  }

  @Test
  void theStoreOfAuditsIsThatOfTheirHistory() throws IOException {
    write("[audit]\nstore = \"a.db\"\noutput = \"audit.txt\"\n[audit.history]\nnights = 9\n");
    String history = settings("audit history");
    assertTrue(history.contains("store a.db decorum.toml:2\n"), history);
    assertTrue(history.contains("nights 9"), history);
    assertFalse(history.contains("audit.txt"), "the history would replace the report");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "batch-token = 5 | there is no option \"batch-token\" (did you mean \"batch-tokens\"?)",
        "batch_tokens = 5 | there is no option \"batch_tokens\" (did you mean \"batch-tokens\"?)",
        "[scroe] | there is no command \"scroe\" (did you mean \"score\"?)",
        "audit.stroe = 1 | audit has no option \"stroe\" (did you mean \"store\"?)",
        "inspect.threads = 1 | inspect has no option \"threads\"; it is one of score,",
        "threads = \"2\" | threads is a number, without quotes",
        "threads = true | threads is a number",
        "compare.gate = \"yes\" | gate is true or false, without quotes",
        "device = [\"cpu\", \"cuda\"] | device takes one value, not a list",
        "keep = {a = \"b\"} | keep takes a list, not a table",
        "keep = [\"a,b\"] | keep cannot hold a value with a comma, \"a,b\"",
        "config = \"x\" | there is no option \"config\"",
        "threads = | unexpected",
        "device = cpu | unexpected 'c'; a text needs quotes",
        "limit = 1\\nmodel = \"x\"\\nmodel = \"y\" | :4: model is given twice, first in line 3",
        "model = \"x\"\\n[model.quantize]\\nprecision = \"int8\" | :3: model has a value in line 2",
        "score.output = \"../x.csv\" | output = \"../x.csv\" is outside of the folder",
        "score.output = \"/tmp/x.csv\" | is outside of the folder",
        "html = \"~/x.html\" | is outside of the folder",
        "html = \".git/hooks/x\" | is inside of the repository's own files",
        "train.output = \".\" | is outside of the folder",
        "model-pull.no-verify = true | cannot be set by a project's file",
      })
  void errorsNameTheLineAndTheReason(String toml, String expected) throws IOException {
    write("\n" + toml.replace("\\n", "\n") + "\n");
    String error = error();
    assertTrue(error.startsWith("decorum.toml:"), error);
    assertTrue(error.contains(expected.startsWith(":") ? expected : ":2: "), error);
    assertTrue(error.contains(expected), error);
  }

  @Test
  void aLinkToNothingIsNotLeftOutWithoutAWord() throws IOException {
    Files.createSymbolicLink(project.resolve("decorum.toml"), Path.of("moved.toml"));
    assertTrue(error().endsWith("cannot be read: no such file"), error());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    write("\uFEFFthreads = 2\r\n[score]\r\nhistory = 3\r\n");
    assertTrue(settings("score").contains("history 3 decorum.toml:3"), settings("score"));
  }

  @Test
  void whatIsNestedTooDeeplyIsAnErrorOfTheFile() throws IOException {
    write("x = " + "[".repeat(100_000) + "]".repeat(100_000) + "\n");
    assertEquals("decorum.toml: tables or lists are nested too deeply", error().strip());
  }

  @Test
  void outputsDoNotLeaveTheFolderByALink() throws IOException {
    Files.createSymbolicLink(project.resolve("out"), home);
    write("[score]\noutput = \"out/x.csv\"\n");
    assertTrue(error().contains("outside of the folder"));
    write("[score]\noutput = \"-\"\nhtml = \"new/x.html\"\n");
    assertTrue(settings("score").contains("output - "));
  }

  @Test
  void propertiesNameTheNearestOption() throws IOException {
    Files.writeString(home.resolve(".decorum.properties"), "score.batch-token=5\n");
    Cli.Result result = run(project, "config");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(
        result.err().contains("no option 'score.batch-token' (did you mean 'score.batch-tokens'?)"),
        result.err());
  }

  @Test
  void aRunSaysWhatAProjectHasChangedUnlessItsUserWantsQuiet() throws IOException {
    write("limit = 1\n[inspect]\nbot-name = \"Mara\"\nid = \"nobody\"\n");
    String chats = "src/test/resources/parity/base.jsonl";
    String notice = "decorum: options from decorum.toml: bot-name, limit";
    String err = run(project, "inspect", chats, "--id", "x").err();
    assertTrue(err.contains(notice + "\n"), err);
    assertTrue(run(project, "inspect", chats, "--limit", "3").err().contains("bot-name, id\n"));
    assertFalse(run(project, "inspect", chats, "-q").err().contains("options from"));
    write("quiet = true\nlimit = 1\n");
    err = run(project, "inspect", chats).err();
    assertTrue(err.contains("decorum: options from decorum.toml: "), err);
    assertFalse(run(project, "inspect", "--help").err().contains("options from"));
  }

  @Test
  void manifestsNameTheFileWithItsHash() throws IOException {
    write("limit = 1\n");
    Path scores = home.resolve("scores.csv");
    Cli.Result result =
        run(
            project,
            "score",
            "-m",
            Path.of(Cli.BASE_MODEL).toAbsolutePath().toString(),
            "src/test/resources/parity/base.jsonl",
            "-o",
            scores.toString());
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    String manifest = Files.readString(home.resolve("scores.csv.manifest.json"));
    assertTrue(manifest.contains("\"path\" : \"decorum.toml\""), manifest);
    assertTrue(manifest.contains("\"configuration\""), manifest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--path", "--json --path"})
  void placesAreListed(String options) throws IOException {
    write("limit = 1\n");
    Path below = Files.createDirectories(project.resolve("a"));
    String out = run(below, ("config " + options).split(" ")).out();
    assertTrue(out.contains(below.resolve("decorum.toml").toString()), out);
    assertTrue(out.contains(project.resolve("decorum.toml").toString()), out);
    assertTrue(out.contains(home.resolve(".config/decorum/decorum.toml").toString()), out);
    assertFalse(out.contains(home.resolve("decorum.toml").toString()), "looked further up");
  }

  @Test
  void aMarginThatAProjectSetsIsSaidInAnyCase() throws IOException {
    write("margin = 0.9\n");
    Path versions = Path.of("examples/compare-versions").toAbsolutePath();
    Cli.Result result =
        run(
            project,
            "compare",
            "-q",
            "--gate",
            versions.resolve("v2.jsonl").toString(),
            versions.resolve("v1.jsonl").toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.err().contains("options from decorum.toml: margin"), result.err());
  }

  @Test
  void allListsUsualValuesAndAnUnknownCommandIsNamed() {
    Cli.Result all = run(project, "config", "score", "--all");
    assertTrue(all.out().contains("1024"), all.out());
    assertTrue(all.out().contains("usual value"), all.out());
    Cli.Result unknown = run(project, "config", "audit", "histroy");
    assertEquals(ExitCode.USAGE, unknown.exitCode());
    assertTrue(unknown.err().contains("did you mean 'audit history'?"), unknown.err());
  }
}

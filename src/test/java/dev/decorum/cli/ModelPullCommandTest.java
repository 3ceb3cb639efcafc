package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.hub.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching a model, listing what is there, and naming a model as the hub does. */
class ModelPullCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "owner/reward-model";

  @TempDir Path temp;

  private FakeHub hub;
  private Map<String, String> environment;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(NAME).folder(Path.of(Cli.BASE_MODEL));
    environment =
        Map.of("HF_ENDPOINT", hub.endpoint(), "HF_HUB_CACHE", temp.resolve("cache").toString());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Cli.Result run(String... arguments) {
    return new Cli().environment(environment).start(arguments);
  }

  /** A card with a number that the model gives for a text, or one beside it. */
  private void putCard(double shift) throws IOException {
    JsonNode row =
        JSON.readTree(Files.readAllLines(Path.of("src/test/resources/cards/texts.jsonl")).get(0));
    String text = row.get("text").asText();
    double p = row.get("appropriate_probability").asDouble() + shift;
    hub.small(
        "README.md",
        "# A model\n\n```python\nchat = "
            + JSON.writeValueAsString(text)
            + String.format(Locale.ROOT, "%nprint(score(chat))  # %.4f%n```%n", p));
  }

  private Path folder(Cli.Result result) {
    assertEquals(1, result.out().lines().count(), result.out() + result.err());
    return Path.of(result.out().strip());
  }

  @Test
  void aModelIsFetchedAndComparedWithItsCard() throws IOException {
    putCard(0);
    Cli.Result result = run("model", "pull", NAME);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(Files.exists(folder(result).resolve("model.safetensors")));
    assertTrue(result.err().contains("5 files fetched"), result.err());
    assertTrue(result.err().lines().anyMatch(line -> line.endsWith(": reproduced")), result.err());

    Cli.Result again = run("model", "pull", NAME);
    assertEquals(result.out(), again.out());
    assertTrue(again.err().contains("all of it is in the cache already"), again.err());

    Cli.Result quiet = run("model", "pull", "-q", NAME);
    assertEquals("", quiet.err());
    assertEquals(result.out(), quiet.out());
  }

  @Test
  void aCardThatDiffersFails() throws IOException {
    putCard(0.01);
    Cli.Result result = run("model", "pull", "-q", NAME);
    assertEquals(ExitCode.GATE, result.exitCode(), result.err());
    assertTrue(Files.isDirectory(folder(result)));
    assertTrue(
        result.err().contains("does not give every number that its card prints"), result.err());
    Cli.Result unverified = run("model", "pull", "--no-verify", NAME);
    assertEquals(0, unverified.exitCode(), unverified.err());
    assertEquals(result.out(), unverified.out());
  }

  @Test
  void aCardWithoutExamplesIsSaid() {
    Cli.Result result = run("model", "pull", NAME);
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(
        result.err().contains("its card was not compared with the model: there is no README.md"),
        result.err());
  }

  @Test
  void aModelThatIsOfAnotherKindIsSaid() {
    hub.small("config.json", "{\"model_type\":\"bert\"}");
    Cli.Result result = run("model", "pull", NAME);
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().contains("config.json"), result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "https://huggingface.co/a/b", "a/b@x y", ""})
  void whatIsNoRepositoryIsWrongUsage(String name) {
    Cli.Result result = run("model", "pull", name);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains("is not the name of a repository"), result.err());
  }

  @Test
  void aRevisionIsNamedInOneOfTwoWays() {
    assertEquals(ExitCode.USAGE, run("model", "pull", NAME + "@a", "--revision", "b").exitCode());
    assertEquals(ExitCode.USAGE, run("model", "pull", NAME, "--revision", "../b").exitCode());
    Cli.Result result = run("model", "pull", NAME, "--revision", "v2");
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertTrue(result.err().contains("has no revision v2"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aModelIsFoundByItsName() throws IOException {
    Cli.Result before = run("model", "info", NAME);
    assertEquals(ExitCode.UNUSABLE, before.exitCode());
    assertTrue(
        before
            .err()
            .startsWith(
                "decorum: owner/reward-model: no such folder, and no such model in the cache of"
                    + " the Hugging Face hub, "),
        before.err());
    assertTrue(
        before
            .err()
            .endsWith(
                "'decorum model pull owner/reward-model' would fetch it, if that is its name on"
                    + " the hub\n"),
        before.err());

    putCard(0);
    Path folder = folder(run("model", "pull", NAME));
    assertTrue(run("model", "info", NAME).out().contains("folder          " + folder));
    assertEquals(0, run("model", "verify", NAME + "@main").exitCode());
    String chats = "examples/first-scores/chats.jsonl";
    Cli.Result scores = run("score", "-q", "-m", NAME, chats);
    assertEquals(0, scores.exitCode(), scores.err());
    assertEquals(run("score", "-q", "-m", Cli.BASE_MODEL, chats).out(), scores.out());
    assertEquals("", scores.err());

    Files.delete(folder.resolve("model.safetensors"));
    Cli.Result incomplete = run("score", "-m", NAME, chats);
    assertEquals(ExitCode.UNUSABLE, incomplete.exitCode());
    assertTrue(incomplete.err().contains("but incomplete: no weights"), incomplete.err());
  }

  @Test
  void aModelIsFoundByItsShortCommit() throws IOException {
    Path folder = folder(run("model", "pull", NAME));
    assertEquals(0, run("model", "info", NAME + "@0123456").exitCode());
    Files.delete(folder.resolve("../../refs/main"));
    Cli.Result result = run("model", "info", NAME);
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result.err().contains("what is there can be named owner/reward-model@0123456; "),
        result.err());
    assertEquals(0, run("model", "info", NAME + "@0123456").exitCode());
  }

  @Test
  void aPullIsNotAdvisedWhereItIsForbidden() {
    Map<String, String> offline = new HashMap<>(environment);
    offline.put("HF_HUB_OFFLINE", "1");
    Cli.Result result = new Cli().environment(offline).start("model", "info", NAME);
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(
        result
            .err()
            .endsWith("pull owner/reward-model' cannot fetch it while HF_HUB_OFFLINE is set\n"),
        result.err());
  }

  @Test
  void anAddressWithoutSuchAPortIsUnusable() {
    Map<String, String> wrong = new HashMap<>(environment);
    wrong.put("HF_ENDPOINT", "http://127.0.0.1:99999");
    Cli.Result result = new Cli().environment(wrong).start("model", "pull", NAME);
    assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
    assertEquals("decorum: HF_ENDPOINT: there is no port 99999\n", result.err());
  }

  @Test
  void aFolderOfTheSameNameWins() {
    Cli.Result result = run("model", "info", "src/test");
    assertTrue(result.err().contains("src/test: no config.json"), result.err());
    Cli.Result none = run("model", "info", "no-such-model");
    assertEquals("decorum: no-such-model: no such folder\n", none.err());
  }

  @Test
  void modelsAreListed() throws IOException {
    Cli.Result none = run("model", "list");
    assertEquals("", none.out());
    assertTrue(none.err().contains("no models in "), none.err());
    assertEquals("[ ]\n", run("model", "list", "--json").out());

    run("model", "pull", "-q", NAME);
    Path other =
        Files.createDirectories(temp.resolve("cache/models--gpt2/snapshots/" + "ab".repeat(20)));
    Files.writeString(other.resolve("config.json"), "{}");
    Cli.Result table = run("model", "list");
    assertEquals(
        """
        model               revision  commit     size  weights      usable
        gpt2                -         abababa  0.0 MB  -            no: no weights
        owner/reward-model  main      0123456  0.3 MB  safetensors  yes
        """,
        table.out());
    JsonNode json = JSON.readTree(run("model", "list", "--json").out());
    assertEquals(2, json.size());
    assertEquals(NAME, json.at("/1/model").asText());
    assertEquals("main", json.at("/1/revisions/0").asText());
    assertTrue(json.at("/1/usable").asBoolean());
    assertFalse(json.at("/0/usable").asBoolean());
    assertEquals("no weights", json.at("/0/problem").asText());
  }
}

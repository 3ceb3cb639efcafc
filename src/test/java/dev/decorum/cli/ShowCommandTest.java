package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model sees, shown. */
class ShowCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"base", "vocab-merges"})
  void textAndIdsAreThoseOfHuggingFace(String checkpoint) throws IOException {
    Path cases = Path.of("src/test/resources/parity", checkpoint + ".jsonl");
    Cli.Result result =
        Cli.run(
            "show",
            "-m",
            "src/test/resources/checkpoints/" + checkpoint,
            "--json",
            cases.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<String> shown = result.out().lines().toList();
    List<String> expected = Files.readAllLines(cases);
    assertEquals(expected.size(), shown.size());
    for (int i = 0; i < shown.size(); i++) {
      JsonNode oracle = JSON.readTree(expected.get(i));
      JsonNode window = JSON.readTree(shown.get(i));
      assertEquals(oracle.get("text"), window.get("text"));
      assertEquals(oracle.get("input_ids"), window.get("token_ids"));
    }
  }

  @Test
  void cutsAreShownWhereTheyAre() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"id":"a","bot_name":"Tom","memory":"A cook.","chat_history":[\
            {"sender":"user","message":"one"},{"sender":"Tom","message":"two"},\
            {"sender":"user","message":"three"}]}
            """);
    Cli.Result result =
        Cli.run(
            "show", "-q", "-m", Cli.BASE_MODEL, "--history=2", "--max-tokens=9", input.toString());
    assertEquals(0, result.exitCode(), result.err());
    List<String> lines = result.out().lines().toList();
    assertEquals("conversation  a  (" + input + ":1)", lines.get(0));
    assertEquals("formatter     pygmalion", lines.get(1));
    assertEquals("messages      2 of 3 are seen", lines.get(2));
    assertTrue(
        lines.get(3).matches("tokens        9 of \\d+, \\d+ cut off on the left"), lines.get(3));
    assertEquals("flags         truncated, ends-with-user", lines.get(4));
    int cut = indexOfRule(lines, "cut off");
    int seen = indexOfRule(lines, "what the model sees");
    int ids = indexOfRule(lines, "token ids");
    assertEquals("Tom's Persona: A cook.", lines.get(cut + 1));
    assertEquals(List.of("You: three"), lines.subList(ids - 1, ids));
    assertTrue(seen > cut && ids > seen, result.out());
    assertEquals(9, lines.get(ids + 1).split(" ").length);
  }

  @Test
  void oneConversationCanBePicked() throws IOException {
    Path cases = Path.of("src/test/resources/parity/base.jsonl");
    String id = JSON.readTree(Files.readAllLines(cases).get(3)).get("id").asText();
    Cli.Result result =
        Cli.run("show", "-q", "-m", Cli.BASE_MODEL, "--json", "--id", id, cases.toString());
    assertEquals(1, result.out().lines().count());
    assertEquals(id, JSON.readTree(result.out()).get("id").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pygmalion", "vicuna", "chatml", "moderator", "xlreward"})
  void everyFormatterCanBeTried(String formatter) throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            "{\"id\":\"a\",\"chat_history\":[{\"sender\":\"user\",\"message\":\"hi\"}]}\n");
    Cli.Result result =
        Cli.run("show", "-m", Cli.BASE_MODEL, "--formatter", formatter, input.toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("formatter     " + formatter), result.out());
    assertTrue(result.out().contains("You: hi"), result.out());
  }

  private static int indexOfRule(List<String> lines, String title) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("── " + title)) {
        return i;
      }
    }
    throw new AssertionError("no rule '" + title + "' in " + lines);
  }
}

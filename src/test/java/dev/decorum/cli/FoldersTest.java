package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model folders with a trait each are scored as Hugging Face scores them, or refused with what has
 * to be said. Made by {@code src/reference/make_folder_fixtures.py}.
 */
class FoldersTest {
  private static final Path FOLDERS = Path.of("src/test/resources/folders");
  private static final Path BASE = Path.of(Cli.BASE_MODEL);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private record Case(JsonNode json, JsonNode texts) {
    @Override
    public String toString() {
      return json.get("case").asText();
    }
  }

  static Stream<Case> cases() throws IOException {
    List<String> lines = Files.readAllLines(FOLDERS.resolve("folders.jsonl"));
    JsonNode texts = MAPPER.readTree(lines.get(0)).get("texts");
    List<Case> cases = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      cases.add(new Case(MAPPER.readTree(line), texts));
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFolderIsScoredAsHuggingFaceDoesOrRefused(Case each, @TempDir Path temp) throws IOException {
    Path folder = folder(each.toString(), temp.resolve("model"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                texts(temp, each.texts()).toString(),
                "-m",
                folder.toString(),
                "--output-format",
                "jsonl"));
    each.json().get("args").forEach(argument -> arguments.add(argument.asText()));
    Cli.Result result = Cli.run(arguments.toArray(String[]::new));
    each.json().path("say").forEach(word -> assertSaid(word.asText(), result));
    if (each.json().has("refuse")) {
      assertEquals(ExitCode.UNUSABLE, result.exitCode(), result.err());
      assertEquals("", result.out());
      each.json().get("refuse").forEach(word -> assertSaid(word.asText(), result));
      if (each.json().get("args").isEmpty()) {
        assertInfoIsRefused(each, folder);
      }
    } else {
      assertEquals(ExitCode.DONE, result.exitCode(), result.err());
      assertScores(each.json(), result.out().lines().toList());
    }
  }

  /**
   * {@code model info} opens what scoring opens, and has no good word for what cannot be scored.
   */
  private static void assertInfoIsRefused(Case each, Path folder) {
    Cli.Result info = Cli.run("model", "info", folder.toString());
    assertEquals(ExitCode.UNUSABLE, info.exitCode(), info.out());
    each.json().get("refuse").forEach(word -> assertSaid(word.asText(), info));
  }

  /** Writes the folder of a case. */
  static Path folder(String name, Path target) throws IOException {
    Case wanted = cases().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
    Files.createDirectories(target);
    for (Map.Entry<String, JsonNode> file : wanted.json().get("files").properties()) {
      write(target.resolve(file.getKey()), file.getValue());
    }
    return target;
  }

  private static void write(Path file, JsonNode content) throws IOException {
    if (content.isTextual()) {
      Files.writeString(file, content.textValue());
    } else if (content.has("weights")) {
      Files.copy(FOLDERS.resolve("weights").resolve(content.get("weights").asText()), file);
    } else {
      Files.copy(BASE.resolve(content.get("base").asText()), file);
    }
  }

  private static Path texts(Path temp, JsonNode texts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (JsonNode text : texts) {
      ObjectNode row = MAPPER.createObjectNode();
      row.set("text", text);
      lines.append(row).append('\n');
    }
    return Files.writeString(temp.resolve("texts.jsonl"), lines);
  }

  private static void assertSaid(String word, Cli.Result result) {
    assertTrue(result.err().contains(word), () -> word + " is not in: " + result.err());
  }

  private static void assertScores(JsonNode due, List<String> rows) throws IOException {
    assertEquals(due.get("p").size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = MAPPER.readTree(rows.get(i));
      String where = "row " + i + ": " + row;
      assertEquals(
          due.get("p").get(i).doubleValue(),
          row.get("appropriate_probability").doubleValue(),
          1e-6,
          where);
      assertEquals(due.has("reward"), row.has("reward"), where);
      if (due.has("reward")) {
        assertEquals(
            due.get("reward").get(i).doubleValue(), row.get("reward").doubleValue(), 1e-5, where);
      }
      if (due.has("baseline")) {
        JsonNode delta = row.get("baseline_delta_percent");
        assertNotNull(delta, where);
        assertEquals(due.get("baseline").isNull(), delta.isNull(), where);
      }
    }
  }
}

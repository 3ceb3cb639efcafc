package dev.decorum.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.conversation.FormattedText;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Dialogues;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tokenizer.ModelTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokenizer folders with what Hugging Face makes of them, and what Decorum makes of them. */
final class TokenizerFolders {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int VOCABULARY = 2_000;

  private final List<String> differences = new ArrayList<>();
  private final Map<String, String> refusals = new HashMap<>();
  private int loadable;
  private int compared;

  /**
   * Goes through a file of {@code make_tokenizer_fixtures.py}.
   *
   * @param folder where to write the tokenizers to; has to exist and be empty
   */
  TokenizerFolders(Path fixture, Path folder) throws IOException {
    Map<String, String> parts = new HashMap<>();
    for (String line : Files.readAllLines(fixture)) {
      JsonNode json = MAPPER.readTree(line);
      if (json.has("part")) {
        parts.put("⟦" + json.get("part").textValue() + "⟧", json.get("text").textValue());
      } else {
        write(json.get("files"), parts, folder);
        compare(json, folder);
      }
    }
  }

  /** What is not the same, a line each. */
  List<String> differences() {
    return differences;
  }

  /** Why Decorum refuses a folder that Hugging Face loads, by the folder's name. */
  Map<String, String> refusals() {
    return refusals;
  }

  /** How many folders Hugging Face loads. */
  int loadable() {
    return loadable;
  }

  /** How many texts were compared. */
  int compared() {
    return compared;
  }

  private static void write(JsonNode files, Map<String, String> parts, Path folder)
      throws IOException {
    try (var old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      String text = file.getValue().textValue();
      for (Map.Entry<String, String> part : parts.entrySet()) {
        text = text.replace(part.getKey(), part.getValue());
      }
      Files.writeString(folder.resolve(file.getKey()), text);
    }
  }

  private void compare(JsonNode json, Path folder) throws IOException {
    String name = json.get("name").textValue();
    if (json.has("ids")) {
      loadable++;
    }
    JsonNode config = MAPPER.readTree(folder.resolve("config.json").toFile());
    try {
      ModelTokenizer opened =
          ModelTokenizer.open(ModelFolder.open(folder), config.path("tokenizer_class").textValue());
      Integer length = opened.maxLength();
      int positions = config.get("n_positions").intValue();
      int maxTokens = length == null ? positions : Math.min(length, positions);
      try (WindowTokenizer tokenizer = WindowTokenizer.load(opened, maxTokens, VOCABULARY)) {
        compareTexts(name, json, opened, tokenizer);
      }
    } catch (ModelException e) {
      if (json.has("ids")) {
        refusals.put(name, String.valueOf(e.getMessage()).replace(folder.toString(), ""));
      }
    }
  }

  private void compareTexts(
      String name, JsonNode json, ModelTokenizer opened, WindowTokenizer tokenizer) {
    for (int i = 0; i < json.get("texts").size(); i++) {
      String text = json.get("texts").get(i).textValue();
      Optional<TokenWindow> window = tokenizer.tokenize(window(text));
      List<Integer> ids =
          window
              .map(tokens -> Arrays.stream(tokens.tokenIds()).boxed().toList())
              .orElseGet(() -> opened.affixes().ids());
      if (json.has("ids")) {
        List<Integer> expected = new ArrayList<>();
        json.get("ids").get(i).forEach(id -> expected.add(id.intValue()));
        compared++;
        if (!expected.equals(ids)) {
          differences.add(name + " " + json.get("texts").get(i) + ": " + expected + ", not " + ids);
        }
      }
    }
  }

  private static Window window(String text) {
    return new Windower(
            new DialogueFormatter(FormatterTemplates.PYGMALION),
            new WindowOptions(10, 1, Turns.LAST),
            String::length)
        .windows(Dialogues.conversation("c", new FormattedText(text)))
        .iterator()
        .next();
  }
}

package dev.decorum.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What Hugging Face learned from texts, from {@code make_bpe_fixtures.py}. */
public final class TrainedVocabularies {
  public static final Path FOLDER = Path.of("src/test/resources/bpe");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TrainedVocabularies() {}

  /**
   * One training.
   *
   * @param corpus the name of the texts
   * @param trainedOn the texts
   * @param learned the tokens after the bytes
   * @param merges two tokens and a space between
   * @param texts other texts; often none
   * @param ids those of transformers for each of {@code texts}
   */
  public record Trained(
      String corpus,
      List<String> trainedOn,
      int vocabularySize,
      int minimumFrequency,
      List<String> learned,
      List<String> merges,
      String sha256,
      List<String> texts,
      List<List<Integer>> ids) {
    /** What Decorum learns from the same texts. */
    public BytePairVocabulary train() {
      BytePairTrainer trainer = new BytePairTrainer();
      trainedOn.forEach(trainer::add);
      return trainer.train(vocabularySize, minimumFrequency);
    }

    @Override
    public String toString() {
      return corpus + " " + vocabularySize + " " + minimumFrequency;
    }
  }

  /** The texts by the name of their corpus. */
  private static Map<String, List<String>> corpora() throws IOException {
    Map<String, List<String>> corpora = new HashMap<>();
    for (JsonNode line : lines("corpora.jsonl")) {
      corpora.put(line.get("corpus").textValue(), strings(line.get("texts")));
    }
    return corpora;
  }

  public static List<Trained> trained() throws IOException {
    List<Trained> all = new ArrayList<>();
    Map<String, List<String>> corpora = corpora();
    for (JsonNode line : lines("trained.jsonl")) {
      List<List<Integer>> ids = new ArrayList<>();
      for (JsonNode text : line.path("ids")) {
        List<Integer> own = new ArrayList<>();
        text.forEach(id -> own.add(id.intValue()));
        ids.add(own);
      }
      String corpus = line.get("corpus").textValue();
      all.add(
          new Trained(
              corpus,
              Objects.requireNonNull(corpora.get(corpus), corpus),
              line.get("vocabulary_size").intValue(),
              line.get("minimum_frequency").intValue(),
              strings(line.get("learned")),
              strings(line.get("merges")),
              line.get("tokenizer_json_sha256").textValue(),
              strings(line.path("texts")),
              ids));
    }
    return all;
  }

  static List<JsonNode> lines(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(file))) {
      lines.add(MAPPER.readTree(line));
    }
    return lines;
  }

  static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(string -> strings.add(string.textValue()));
    return strings;
  }
}

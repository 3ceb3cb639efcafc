package dev.decorum.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.failure.UsageException;
import dev.decorum.model.tokenizer.TrainedVocabularies.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BytePairTrainerTest {

  static List<Trained> trained() throws IOException {
    return TrainedVocabularies.trained();
  }

  private static BytePairTrainer trainer(List<String> texts) {
    BytePairTrainer trainer = new BytePairTrainer();
    texts.forEach(trainer::add);
    return trainer;
  }

  private static List<String> spaced(BytePairVocabulary vocabulary) {
    return vocabulary.merges().stream().map(merge -> merge.left() + " " + merge.right()).toList();
  }

  @ParameterizedTest
  @MethodSource("trained")
  void tokensAndMergesAreThoseOfHuggingFace(Trained trained)
      throws IOException, NoSuchAlgorithmException {
    BytePairVocabulary vocabulary = trained.train();
    assertEquals(trained.merges(), spaced(vocabulary));
    assertEquals(
        trained.learned(),
        vocabulary.tokens().subList(BytePairTrainer.LEAST_SIZE, vocabulary.size()));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(vocabulary.tokenizerJson());
    assertEquals(trained.sha256(), HexFormat.of().formatHex(digest));
  }

  @Test
  void theFixturesReachTheirSizesAndFallShortOfThem() throws IOException {
    int reached = 0;
    for (Trained trained : trained()) {
      int size = BytePairTrainer.LEAST_SIZE + trained.learned().size();
      assertTrue(size <= trained.vocabularySize(), trained.toString());
      reached += size == trained.vocabularySize() ? 1 : 0;
    }
    assertEquals(14, reached);
    assertEquals(46, trained().size());
  }

  @Test
  void theOrderOfTheTextsDoesNotMatter() throws IOException {
    List<String> texts = new ArrayList<>();
    trained().forEach(trained -> texts.addAll(trained.trainedOn()));
    BytePairVocabulary vocabulary = trainer(texts).train(900, 1);
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(texts, new Random(seed));
      assertEquals(vocabulary, trainer(texts).train(900, 1));
    }
  }

  @Test
  void trainingCanBeRepeatedAndContinued() {
    BytePairTrainer trainer = trainer(List.of("the cat", "the hat"));
    BytePairVocabulary first = trainer.train(262, 1);
    assertEquals(first, trainer.train(262, 1));
    trainer.add("a bat");
    assertEquals(
        trainer(List.of("a bat", "the hat", "the cat")).train(300, 1), trainer.train(300, 1));
  }

  @Test
  void halfASurrogatePairIsAReplacementCharacter() {
    BytePairVocabulary halves =
        trainer(List.of("a\ud83d b\ude00\ud83d", "\ude00", "\ud83d\ude00\ud83d")).train(400, 1);
    BytePairVocabulary replaced =
        trainer(List.of("a\ufffd b\ufffd\ufffd", "\ufffd", "\ud83d\ude00\ufffd")).train(400, 1);
    assertEquals(replaced, halves);
  }

  /** Tokens double in length with every merge, up to the longest that can be read back. */
  @Test
  void veryLongWordsAreCut() throws IOException {
    String emoji = "\ud83d\ude00";
    BytePairTrainer trainer = trainer(List.of("=".repeat(1 << 20), "x" + emoji.repeat(40_000)));
    BytePairVocabulary vocabulary = trainer.train(400, 1);
    int longest = vocabulary.tokens().stream().mapToInt(String::length).max().orElseThrow();
    assertEquals(2 * BytePairTrainer.LONGEST, longest);
    TokenizerScan scan = TokenizerScan.of(vocabulary.tokenizerJson(), "t", true, Set.of());
    assertEquals(vocabulary.size(), scan.vocabularySize());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "256;2;a vocabulary of 256 tokens: it must have at least 257 (256 bytes and"
            + " <|endoftext|>) and at most 262144",
        "-1;2;a vocabulary of -1 tokens: it must have at least 257 (256 bytes and"
            + " <|endoftext|>) and at most 262144",
        "262145;2;a vocabulary of 262145 tokens: it must have at least 257 (256 bytes and"
            + " <|endoftext|>) and at most 262144",
        "257;0;a minimum frequency of 0: it must be at least 1",
      })
  void numbersOutOfRangeAreRefused(int size, int frequency, String message) {
    BytePairTrainer trainer = new BytePairTrainer();
    assertEquals(
        message,
        assertThrows(UsageException.class, () -> trainer.train(size, frequency)).getMessage());
  }

  @Test
  void tooManyDifferentWordsAreRefused() {
    BytePairTrainer trainer = new BytePairTrainer(12);
    for (int i = 0; i < 100; i++) {
      trainer.add("the cat sat");
    }
    assertEquals(
        "the texts have more different words than a tokenizer can be trained on: 12 characters in"
            + " total; train on a part of the texts",
        assertThrows(UsageException.class, () -> trainer.add("on")).getMessage());
  }

  @Test
  void theConfigurationIsTheOneThatTransformersRead() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    byte[] expected =
        Files.readAllBytes(TrainedVocabularies.FOLDER.resolve("tokenizer_config.json"));
    BytePairVocabulary vocabulary = new BytePairTrainer().train(257, 1);
    assertEquals(mapper.readTree(expected), mapper.readTree(vocabulary.tokenizerConfigJson(512)));
  }
}

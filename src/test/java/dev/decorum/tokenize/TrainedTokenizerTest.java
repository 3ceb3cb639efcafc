package dev.decorum.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.decorum.conversation.FormattedText;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Dialogues;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tokenizer.BytePairTrainer;
import dev.decorum.model.tokenizer.BytePairVocabulary;
import dev.decorum.model.tokenizer.ModelTokenizer;
import dev.decorum.model.tokenizer.TrainedVocabularies;
import dev.decorum.model.tokenizer.TrainedVocabularies.Trained;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link BytePairTrainer} learned, as the tokenizer of a model folder. */
class TrainedTokenizerTest {
  private static final int MAX_TOKENS = 512;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  static List<Trained> withTexts() throws IOException {
    List<Trained> trained =
        TrainedVocabularies.trained().stream().filter(each -> !each.texts().isEmpty()).toList();
    assertEquals(4, trained.size());
    return trained;
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

  @ParameterizedTest
  @MethodSource("withTexts")
  void theIdsAreThoseOfTransformers(Trained trained, @TempDir Path folder) throws IOException {
    BytePairVocabulary vocabulary = trained.train();
    Files.write(folder.resolve("tokenizer.json"), vocabulary.tokenizerJson());
    Files.write(
        folder.resolve("tokenizer_config.json"), vocabulary.tokenizerConfigJson(MAX_TOKENS));
    ModelTokenizer opened = ModelTokenizer.open(ModelFolder.open(folder), null);
    assertEquals(MAX_TOKENS, opened.maxLength());
    assertEquals(vocabulary.size() - 1, opened.largestId());
    assertEquals(BytePairVocabulary.END_OF_TEXT_ID, opened.largestAddedId());
    assertEquals(List.of(), opened.notices());
    try (WindowTokenizer tokenizer = WindowTokenizer.load(opened, MAX_TOKENS, vocabulary.size())) {
      for (int i = 0; i < trained.texts().size(); i++) {
        String text = trained.texts().get(i);
        List<Integer> ids =
            tokenizer
                .tokenize(window(text))
                .map(tokens -> Arrays.stream(tokens.tokenIds()).boxed().toList())
                .orElse(List.of());
        assertEquals(trained.ids().get(i), ids, text);
      }
    }
  }

  /** Any text comes back from its ids, whatever the vocabulary was trained on. */
  @Test
  void tokensDecodeToTheText() throws IOException {
    Random random = new Random(34);
    for (Trained trained : withTexts()) {
      byte[] json = trained.train().tokenizerJson();
      try (HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), Map.of())) {
        for (int i = 0; i < 300; i++) {
          String text = text(random);
          long[] ids = tokenizer.encode(text, false, false).getIds();
          assertEquals(text, tokenizer.decode(ids, false));
        }
      }
    }
  }

  private static String text(Random random) {
    int[] below = {0x80, 0x250, 0x3100, 0xd800, 0x20000};
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(30); length > 0; length--) {
      int codePoint = random.nextInt(below[random.nextInt(below.length)]);
      text.appendCodePoint(
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE
              ? ' '
              : codePoint);
    }
    return text.toString();
  }
}

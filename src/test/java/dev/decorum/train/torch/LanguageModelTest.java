package dev.decorum.train.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.model.Dropout;
import dev.decorum.model.StartingPoint;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.Batch;
import dev.decorum.train.Example;
import dev.decorum.train.Learner;
import dev.decorum.train.LearnerOptions;
import dev.decorum.train.MixedPrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The network as a language model predicts what Hugging Face's does. */
class LanguageModelTest {
  private static final Path TRAINING = Path.of("src/test/resources/training");
  private static final LearnerOptions OPTIONS =
      new LearnerOptions(Dropout.of(0), 0, AdamOptions.DEFAULT, MixedPrecision.NONE, 1, null);

  private static Learner learner() throws IOException {
    StartingPoint start = StartingPoint.open(TRAINING.resolve("language-model"), null, false);
    Learner learner = TorchLearner.openLanguageModel(start.network(), OPTIONS);
    start.readWeights(
        1,
        (name, shape, weights) -> {
          if (!name.startsWith("score.")) {
            learner.read(new Learner.Parameter(name, shape), Learner.Part.WEIGHT, weights);
          }
        });
    return learner;
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper()
        .readTree(TRAINING.resolve("language-model.json").toFile())
        .get("rows");
  }

  private static Example example(JsonNode row) {
    int[] ids = new int[row.get("ids").size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = row.get("ids").get(i).intValue();
    }
    return new Example(ids, 0, 0);
  }

  @Test
  void everyNextTokenIsPredictedAsHuggingFaceDoes() throws IOException {
    try (Learner learner = learner()) {
      List<Example> all = new ArrayList<>();
      double loss = 0;
      long count = 0;
      long right = 0;
      for (JsonNode row : expected()) {
        all.add(example(row));
        Learner.Quality quality = learner.evaluate(new Batch(List.of(example(row))));
        assertEquals(row.get("loss").doubleValue(), quality.loss(), 1e-3, row.get("id").asText());
        assertEquals(row.get("count").longValue(), quality.count());
        assertEquals(row.get("right").longValue(), quality.right());
        loss += row.get("loss").doubleValue();
        count += row.get("count").longValue();
        right += row.get("right").longValue();
      }
      Learner.Quality together = learner.evaluate(new Batch(all));
      assertEquals(loss, together.loss(), 1e-2, "padding has no effect");
      assertEquals(count, together.count());
      assertEquals(right, together.right());
      assertEquals(loss / count, learner.accumulate(new Batch(all), 1, 1), 1e-5);
    }
  }

  @Test
  void itLearns() throws IOException {
    try (Learner learner = learner()) {
      List<Example> all = new ArrayList<>();
      expected().forEach(row -> all.add(example(row)));
      Batch batch = new Batch(all);
      double before = learner.accumulate(batch, 1, 1);
      learner.update(1e-3);
      for (int i = 0; i < 4; i++) {
        learner.accumulate(batch, 1, 1);
        learner.update(1e-3);
      }
      double after = learner.accumulate(batch, 1, 1);
      assertTrue(after < before - 0.1, before + " and " + after);
    }
  }

  @Test
  void aSingleTokenHasNothingToPredict() throws IOException {
    try (Learner learner = learner()) {
      Batch batch = new Batch(List.of(new Example(new int[] {5}, 0, 0)));
      assertEquals(new Learner.Quality(0, 0, 0), learner.evaluate(batch));
      assertEquals(0, learner.accumulate(batch, 1, 1));
    }
  }
}

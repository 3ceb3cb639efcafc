package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.conversation.ScoredPayload;
import dev.decorum.infer.Logits;
import dev.decorum.model.files.ModelException;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScorerTest {

  /** python3 -c "from scipy.special import softmax; print(softmax([A, B])[1])". */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0.5",
    "1.5, 1.5, 0.5",
    "1.2252289056777954, 0.37734299898147583, 0.29987652480047083",
    "-2, 1, 0.9525741268224333",
    "0, 40, 1.0",
    "40, 0, 4.248354255291589e-18",
    "1000, 0, 0",
    "0, 1000, 1",
    "-3.4e38, 3.4e38, 1",
    "3.4e38, -3.4e38, 0"
  })
  void theProbabilityIsTheSoftmaxOfTheSecondLogit(
      double inappropriate, double appropriate, double probability) {
    assertEquals(probability, Scale.probability(inappropriate, appropriate), probability * 1e-14);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aLogitThatIsNoNumberIsAnErrorWithItsPlace(float logit) {
    List<TokenWindow> windows = List.of(TokenWindows.of(0, 1, 2, 3));
    ModelException thrown =
        assertThrows(
            ModelException.class,
            () ->
                new Scorer(0.672, Scale.PROBABILITY)
                    .score(windows, new Logits(new float[] {0, logit})));
    assertTrue(String.valueOf(thrown.getMessage()).contains("its weights are damaged"));
  }

  @Test
  void probabilitiesOfSwappedLogitsSumToOne() {
    for (double gap = -30; gap <= 30; gap += 0.37) {
      assertEquals(1, Scale.probability(gap, 0) + Scale.probability(0, gap), 1e-15);
      assertEquals(Scale.probability(0, gap), Scale.probability(5, 5 + gap), 1e-14);
    }
  }

  /** The card's payloads: 0.818 is +21.8% and 0.554 is -17.6%, at one decimal. */
  @ParameterizedTest
  @CsvSource({
    "0.672, 0.672, 0",
    "0.672, 0.818, 21.726190476190476",
    "0.672, 0.554, -17.55952380952381",
    "0.672, 0, -100",
    "0.5, 1, 100",
    "0.8, 0.6, -25"
  })
  void theDeltaIsInPercentOfTheBaseline(double baseline, double probability, double percent) {
    assertEquals(percent, new Scorer(baseline, Scale.PROBABILITY).deltaPercent(probability), 1e-12);
  }

  @Test
  void theScoresOfTheFixtureAreThoseOfItsLogits() {
    List<ScoredPayload> payloads = ScoredPayload.read("base");
    List<TokenWindow> windows =
        payloads.stream()
            .map(
                payload ->
                    TokenWindows.of(
                        0, payload.tokenIds().stream().mapToInt(Integer::intValue).toArray()))
            .toList();
    float[] logits = new float[2 * payloads.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = payloads.get(i / 2).logits().get(i % 2).floatValue();
    }
    List<ConversationScore> scores =
        new Scorer(Scorer.CHAI_BASELINE, Scale.PROBABILITY).score(windows, new Logits(logits));
    assertEquals(payloads.size(), scores.size());
    for (int i = 0; i < scores.size(); i++) {
      // The reference takes its softmax in float32.
      assertEquals(
          payloads.get(i).probability(),
          scores.get(i).appropriateProbability(),
          2e-7,
          payloads.get(i).toString());
    }
  }

  @Test
  void everyScoreCarriesWhatItsWindowKnew() {
    RowContext context = new RowContext(new Location("f", 3, 0), "Tom", null, Map.of());
    TokenWindow window =
        new TokenWindow(
            new SampleId(7, "c7", 4),
            context,
            new int[] {0, 198},
            5,
            12,
            10,
            Set.of(Flag.TRUNCATED));
    ConversationScore score =
        new Scorer(0.5, Scale.PROBABILITY)
            .score(List.of(window), new Logits(new float[] {1, 2}))
            .get(0);
    assertEquals(new SampleId(7, "c7", 4), score.id());
    assertSame(context, score.context());
    assertEquals(1, score.logitInappropriate());
    assertEquals(2, score.logitAppropriate());
    // softmax([1, 2])[1] is 0.7310585786300049
    assertEquals(0.7310585786300049, score.appropriateProbability(), 1e-15);
    assertEquals(46.21171572600098, score.baselineDeltaPercent(), 1e-12);
    assertEquals(2, score.tokens());
    assertEquals(5, score.tokensDropped());
    assertEquals(12, score.messages());
    assertEquals(10, score.messagesUsed());
    assertEquals(Set.of(Flag.TRUNCATED), score.flags());
    // python3 -c "import hashlib,struct;
    // print(hashlib.sha256(struct.pack('<2i',0,198)).hexdigest())"
    assertEquals(
        "6f48743b7de235ff9364c470f7be396e0b26c7dd8995feaed99e07ba6dfcda84", score.windowSha256());
  }

  @Test
  void theSecondNumberSpeaksForAppropriate() {
    List<TokenWindow> windows = List.of(TokenWindows.of(0, 1), TokenWindows.of(1, 2));
    Logits logits = new Logits(new float[] {1, 3, 4, -1});
    List<ConversationScore> scores = new Scorer(0.672, Scale.PROBABILITY).score(windows, logits);
    assertEquals(1, scores.get(0).logitInappropriate());
    assertEquals(3, scores.get(0).logitAppropriate());
    assertEquals(4, scores.get(1).logitInappropriate());
    assertEquals(-1, scores.get(1).logitAppropriate());
    // softmax([1, 3])[1] is 0.8807970779778823
    assertEquals(0.8807970779778823, scores.get(0).appropriateProbability(), 1e-15);
  }

  @Test
  void logitsOfAnotherBatchAreRefused() {
    List<TokenWindow> windows = List.of(TokenWindows.of(0, 1));
    Logits logits = new Logits(new float[4]);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Scorer(0.672, Scale.PROBABILITY).score(windows, logits));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void aBaselineLiesStrictlyBetweenZeroAndOne(double baseline) {
    assertThrows(IllegalArgumentException.class, () -> new Scorer(baseline, Scale.PROBABILITY));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aScoreIsAProbability(double probability) {
    assertThrows(
        IllegalArgumentException.class, () -> Scores.of("c", 0, "Tom", Map.of(), probability));
  }

  @Test
  void flagsComeInTheOrderOfTheEnum() {
    Set<Flag> flags = Set.copyOf(EnumSet.allOf(Flag.class));
    assertEquals(
        List.of(Flag.values()),
        List.copyOf(Scores.of("c", 0, "Tom", Map.of(), 0.5, flags).flags()));
  }
}

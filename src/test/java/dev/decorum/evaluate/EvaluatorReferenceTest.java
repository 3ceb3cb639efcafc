package dev.decorum.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.ExpectedNumbers;
import dev.decorum.report.EvaluationJson;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoreTables;
import dev.decorum.stats.Resampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every number of an evaluation against those of {@code src/reference/evaluate_reference.py}, which
 * shares no code with it. {@code make_statistics_fixtures.py} says how the files were made.
 */
class EvaluatorReferenceTest {
  private static final Path FOLDER = Path.of("src/test/resources/statistics");

  /** The reference looks at any thresholds, an evaluation at one half and the baseline. */
  private static final Set<String> EXCEPTIONS = Set.of("/thresholds");

  private static final Map<String, String> RENAMED =
      Map.of("/count", "/rows/labelled", "/clusters", "/rows/clusters");

  private static JsonNode evaluate(
      ScoreTable table, double baseline, List<String> cluster, List<String> by) throws IOException {
    Evaluation evaluation =
        new Evaluator(new EvaluationOptions(baseline, cluster, by, new Resampling(1, 99)))
            .evaluate(table);
    return new ObjectMapper().readTree(EvaluationJson.text(evaluation, List.of(), List.of()));
  }

  private static @Nullable JsonNode threshold(JsonNode evaluation, double threshold) {
    for (JsonNode node : evaluation.path("thresholds")) {
      if (node.path("threshold").asDouble() == threshold) {
        return node;
      }
    }
    return null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate | evaluate | | channel | 324",
        "evaluate.user_id | evaluate | user_id | channel | 324",
        "evaluate.user_id,bot_id | evaluate | user_id,bot_id | channel | 324",
        "evaluate.bot_id | evaluate | bot_id | channel | 324",
        "pairs | pairs | | | 60",
        "pairs.user_id | pairs | user_id | | 60"
      })
  void everyNumberIsThatOfTheReference(
      String expectedName,
      String scores,
      @Nullable String cluster,
      @Nullable String by,
      int numbers)
      throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(FOLDER.resolve(expectedName + ".expected.json").toFile());
    List<String> clusterFields = cluster == null ? List.of() : List.of(cluster.split(","));
    List<String> sliceFields = by == null ? List.of() : List.of(by.split(","));
    List<String> fields = new ArrayList<>(clusterFields);
    fields.addAll(sliceFields);
    ScoreTable table =
        ScoreTables.read(FOLDER.resolve(scores + ".csv"), new ScoreTable.Codebook(fields), fields);
    ExpectedNumbers all =
        new ExpectedNumbers(expected.has("thresholds") ? EXCEPTIONS : Set.of(), RENAMED);
    all.check(expected, evaluate(table, 0.672, clusterFields, sliceFields));
    all.checkExceptions();
    ExpectedNumbers thresholds = new ExpectedNumbers(Set.of(), Map.of());
    for (JsonNode threshold : expected.path("thresholds")) {
      double value = threshold.path("threshold").doubleValue();
      JsonNode found = threshold(evaluate(table, value, clusterFields, sliceFields), value);
      assertNotNull(found, "no threshold " + value);
      thresholds.check(threshold, found);
    }
    assertEquals(numbers, all.compared() + thresholds.compared());
  }
}

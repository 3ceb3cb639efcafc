package dev.decorum.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.ExpectedNumbers;
import dev.decorum.report.ComparisonDetails;
import dev.decorum.report.ComparisonJson;
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
 * Every number of a comparison against those of {@code src/reference/compare_reference.py}, which
 * shares no code with it. {@code make_statistics_fixtures.py} says how the files were made.
 */
class ComparerReferenceTest {
  private static final Path FOLDER = Path.of("src/test/resources/statistics");
  private static final List<String> VERSIONS = List.of("compare-a", "compare-b", "compare-c");

  /**
   * Random numbers are looked at apart, and so are counts, which the reference adds up in another
   * way. What the reference corrects for several tests are Student's p-values; in a comparison they
   * are those of the tests made. It knows shares and superiorities of slices as well.
   */
  private static final Set<String> EXCEPTIONS =
      Set.of(
          "/pairs/monte_carlo",
          "/pairs/count",
          "/slices/count",
          "/pairs/p_holm_student",
          "/slices/q_value_student",
          "/slices/share_below_difference",
          "/slices/superiority",
          "/slices/cliffs_delta");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compare | | channel | 0.672 | 201",
        "compare.context_id | context_id | channel | 0.672 | 201",
        "compare.context_id,user_id | context_id,user_id | | 0.55 | 139"
      })
  void everyNumberIsThatOfTheReference(
      String expectedName,
      @Nullable String cluster,
      @Nullable String by,
      double baseline,
      int numbers)
      throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(FOLDER.resolve(expectedName + ".expected.json").toFile());
    JsonNode found =
        compare(
            baseline,
            cluster == null ? List.of() : List.of(cluster.split(",")),
            by == null ? List.of() : List.of(by.split(",")));
    ExpectedNumbers all = new ExpectedNumbers(EXCEPTIONS, Map.of());
    all.check(expected, found);
    assertEquals(numbers, all.compared());
    if (by != null && cluster != null) {
      all.checkExceptions();
    }
    for (int i = 0; i < expected.path("pairs").size(); i++) {
      checkPair(expected.path("pairs").get(i), found.path("pairs").get(i), found.path("versions"));
    }
  }

  private static JsonNode compare(double baseline, List<String> cluster, List<String> by)
      throws IOException {
    List<String> fields = new ArrayList<>(cluster);
    fields.addAll(by);
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(fields);
    List<Version> versions = new ArrayList<>();
    for (String name : VERSIONS) {
      versions.add(
          new Version(
              name, ScoreTables.read(FOLDER.resolve(name + ".csv"), codebook, fields), Set.of()));
    }
    ComparisonOptions options =
        new ComparisonOptions(
            baseline,
            0.01,
            ComparisonOptions.Pairing.AUTO,
            cluster,
            by,
            0,
            new Resampling(1, Resampling.DEFAULT_REPLICATES));
    return new ObjectMapper()
        .readTree(
            ComparisonJson.text(
                new Comparer(options).compare(versions),
                List.of(),
                new ComparisonDetails(List.of(), null, Map.of(), false)));
  }

  /** What is random, or told in another way. */
  private static void checkPair(JsonNode expected, JsonNode found, JsonNode versions) {
    boolean paired = expected.path("design").asText().equals("paired");
    assertEquals(paired ? "paired" : "unpaired", found.path("design").asText());
    assertEquals(
        expected.path("count").asInt(),
        paired
            ? found.path("matching").path("pairs").asInt()
            : count(versions, found.path("reference")) + count(versions, found.path("candidate")));
    JsonNode drawn = expected.path("monte_carlo");
    if (drawn.isMissingNode()) {
      assertEquals("student", found.path("test").asText());
      assertEquals(found.path("p_student"), found.path("p_value"));
      assertEquals(found.path("student"), found.path("difference"));
      return;
    }
    assertEquals("studentised_bootstrap", found.path("interval").asText());
    double p = drawn.path("p").asDouble();
    assertEquals(p, found.path("p_value").asDouble(), 2e-4 + 4 * Math.sqrt(p * (1 - p) / 9_999));
    double standardError = found.path("difference").path("standard_error").asDouble();
    for (String end : List.of("low", "high")) {
      assertEquals(
          drawn.path("bootstrap_t").path(end).asDouble(),
          found.path("difference").path(end).asDouble(),
          0.1 * standardError);
    }
  }

  private static int count(JsonNode versions, JsonNode name) {
    for (JsonNode version : versions) {
      if (version.path("name").equals(name)) {
        return version.path("count").asInt();
      }
    }
    throw new AssertionError("no version " + name);
  }
}

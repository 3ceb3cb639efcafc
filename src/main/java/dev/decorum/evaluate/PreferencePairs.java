package dev.decorum.evaluate;

import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Means;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pairs of conversations of which a person chose one: ids that end in {@code #chosen} and {@code
 * #rejected}, as the reader of preference rows makes them.
 */
final class PreferencePairs {
  private static final String CHOSEN = "#chosen";
  private static final String REJECTED = "#rejected";
  private static final int SEVERAL = -1;

  private final ScoreTable table;
  private final int[] chosen;
  private final int[] rejected;
  private final int incomplete;

  private PreferencePairs(ScoreTable table, int[] chosen, int[] rejected, int incomplete) {
    this.table = table;
    this.chosen = chosen;
    this.rejected = rejected;
    this.incomplete = incomplete;
  }

  static PreferencePairs of(ScoreTable table) {
    Map<String, Integer> chosenRows = new LinkedHashMap<>();
    Map<String, Integer> rejectedRows = new LinkedHashMap<>();
    int conversations = 0;
    for (int row = 0; row < table.size(); row++) {
      String id = table.codebook().ids().text(table.id(row));
      if (id.endsWith(CHOSEN)) {
        put(chosenRows, id.substring(0, id.length() - CHOSEN.length()), row);
        conversations++;
      } else if (id.endsWith(REJECTED)) {
        put(rejectedRows, id.substring(0, id.length() - REJECTED.length()), row);
        conversations++;
      }
    }
    int[] chosen = new int[chosenRows.size()];
    int[] rejected = new int[chosenRows.size()];
    int count = 0;
    for (Map.Entry<String, Integer> pair : chosenRows.entrySet()) {
      int other = rejectedRows.getOrDefault(pair.getKey(), SEVERAL);
      if (pair.getValue() != SEVERAL && other != SEVERAL) {
        chosen[count] = pair.getValue();
        rejected[count++] = other;
      }
    }
    return new PreferencePairs(
        table,
        Arrays.copyOf(chosen, count),
        Arrays.copyOf(rejected, count),
        conversations - 2 * count);
  }

  /** An id that comes twice pairs nothing, since it is unknown which row is meant. */
  private static void put(Map<String, Integer> rows, String id, int row) {
    rows.merge(id, row, (first, second) -> SEVERAL);
  }

  boolean isEmpty() {
    return chosen.length == 0;
  }

  /** Whether a row is one half of a pair, whether the other is there or not. */
  boolean isHalf(int row) {
    String id = table.codebook().ids().text(table.id(row));
    return id.endsWith(CHOSEN) || id.endsWith(REJECTED);
  }

  Evaluation.AgainstPreferences evaluate(EvaluationOptions options) {
    Clustering clustering = table.clustering(options.clusterFields()).subset(chosen);
    double[] wins = new double[chosen.length];
    double[] margins = new double[chosen.length];
    double[] logitMargins = new double[chosen.length];
    int ties = 0;
    for (int pair = 0; pair < chosen.length; pair++) {
      margins[pair] = table.value(chosen[pair]) - table.value(rejected[pair]);
      logitMargins[pair] = table.logit(chosen[pair]) - table.logit(rejected[pair]);
      wins[pair] = logitMargins[pair] > 0 ? 1 : logitMargins[pair] < 0 ? 0 : 0.5;
      ties += logitMargins[pair] == 0 ? 1 : 0;
    }
    return new Evaluation.AgainstPreferences(
        chosen.length,
        clustering.clusters(),
        ties,
        incomplete,
        Means.share(wins, clustering),
        Means.student(margins, clustering),
        Means.student(logitMargins, clustering));
  }
}

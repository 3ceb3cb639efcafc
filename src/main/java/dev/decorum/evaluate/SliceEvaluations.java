package dev.decorum.evaluate;

import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.MannWhitney;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The rows by values of fields.
 *
 * @param all the slices, those of one field together, largest first
 * @param leftOut how many values there were beyond what is looked at
 */
record SliceEvaluations(List<Evaluation.SliceEvaluation> all, int leftOut) {
  private static final int MOST_VALUES = 200;

  SliceEvaluations {
    all = List.copyOf(all);
  }

  static SliceEvaluations of(LabelledRows rows, EvaluationOptions options) {
    Clustering clustering = rows.clustering(options);
    double[] losses = rows.losses();
    List<Evaluation.SliceEvaluation> slices = new ArrayList<>();
    int leftOut = 0;
    for (String field : options.sliceFields()) {
      ScoreTable table = rows.table();
      List<Map.Entry<Integer, int[]>> values = new ArrayList<>(table.rowsByValue(field).entrySet());
      values.sort(
          Comparator.comparingInt((Map.Entry<Integer, int[]> value) -> -value.getValue().length)
              .thenComparing(value -> table.codebook().values(field).text(value.getKey())));
      leftOut += Math.max(0, values.size() - MOST_VALUES);
      for (Map.Entry<Integer, int[]> value :
          values.subList(0, Math.min(MOST_VALUES, values.size()))) {
        String name = table.codebook().values(field).text(value.getKey());
        slices.add(slice(field, name, value.getValue(), rows, losses, clustering));
      }
    }
    return new SliceEvaluations(withQValues(slices), leftOut);
  }

  private static Evaluation.SliceEvaluation slice(
      String field,
      String value,
      int[] members,
      LabelledRows rows,
      double[] losses,
      Clustering clustering) {
    LabelledRows own = rows.select(members);
    Clustering ownClustering = clustering.subset(members);
    boolean[] inSlice = new boolean[rows.size()];
    for (int row : members) {
      inSlice[row] = true;
    }
    MeanDifference difference = MeanDifference.student(losses, inSlice, clustering);
    return new Evaluation.SliceEvaluation(
        field,
        value,
        own.size(),
        ownClustering.clusters(),
        Means.share(own.outcomes(), ownClustering),
        Means.student(own.probabilities(), ownClustering).within(0, 1),
        Means.student(own.losses(), ownClustering),
        Means.share(own.hits(), ownClustering),
        MannWhitney.superiority(own.probabilities(), own.labels(), ownClustering),
        difference.difference(),
        difference.pValue(),
        Double.NaN);
  }

  private static List<Evaluation.SliceEvaluation> withQValues(
      List<Evaluation.SliceEvaluation> slices) {
    double[] qValues =
        MultipleTesting.benjaminiHochberg(
            slices.stream().mapToDouble(Evaluation.SliceEvaluation::pValue).toArray());
    List<Evaluation.SliceEvaluation> adjusted = new ArrayList<>();
    for (int i = 0; i < qValues.length; i++) {
      adjusted.add(slices.get(i).withQValue(qValues[i]));
    }
    return adjusted;
  }
}

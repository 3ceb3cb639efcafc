package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import dev.decorum.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Gathers the comparisons of versions among the rows with one value of a field. */
final class SliceComparer {
  private static final int MOST_VALUES = 200;

  private final ComparisonOptions options;
  private final List<Comparison.SliceComparison> slices = new ArrayList<>();
  private int leftOut;

  SliceComparer(ComparisonOptions options) {
    this.options = options;
  }

  /** Compares two versions by every value that both have, most rows first. */
  void add(VersionPair pair) {
    for (String field : options.sliceFields()) {
      Map<Integer, int[]> ofReference = pair.referenceRows().rowsByValue(field);
      Map<Integer, int[]> ofCandidate =
          pair.isPaired() ? ofReference : pair.candidateRows().rowsByValue(field);
      List<Integer> values = new ArrayList<>(ofReference.keySet());
      values.removeIf(
          value -> rows(ofReference, value).length < 2 || rows(ofCandidate, value).length < 2);
      ScoreTable.Codebook codebook = pair.referenceRows().codebook();
      values.sort(
          Comparator.comparingInt(
                  (Integer value) ->
                      -rows(ofReference, value).length - rows(ofCandidate, value).length)
              .thenComparing(value -> codebook.values(field).text(value)));
      leftOut += Math.max(0, values.size() - MOST_VALUES);
      for (int value : values.subList(0, Math.min(MOST_VALUES, values.size()))) {
        String name = codebook.values(field).text(value);
        VersionPair some = pair.select(rows(ofReference, value), rows(ofCandidate, value));
        slices.add(
            new Comparison.SliceComparison(
                field,
                name,
                pair.referenceName(),
                pair.candidateName(),
                some.referenceRows().size(),
                some.candidateRows().size(),
                some.difference(),
                Double.NaN));
      }
    }
  }

  private static int[] rows(Map<Integer, int[]> byValue, Integer value) {
    return byValue.getOrDefault(value, new int[0]);
  }

  int leftOut() {
    return leftOut;
  }

  /** All slices, with false-discovery control over all of them. */
  List<Comparison.SliceComparison> withQValues() {
    double[] qValues =
        MultipleTesting.benjaminiHochberg(
            slices.stream().mapToDouble(slice -> slice.difference().pValue()).toArray());
    List<Comparison.SliceComparison> adjusted = new ArrayList<>();
    for (int i = 0; i < qValues.length; i++) {
      adjusted.add(slices.get(i).withQValue(qValues[i]));
    }
    return adjusted;
  }
}

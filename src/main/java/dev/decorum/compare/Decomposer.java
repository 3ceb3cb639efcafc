package dev.decorum.compare;

import dev.decorum.score.ScoreTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Splits the difference between two versions by the values of a field. */
final class Decomposer {
  private static final int MOST_VALUES = 200;

  private final VersionPair pair;
  private final ScoreTable reference;
  private final ScoreTable candidate;
  private final double referenceMean;
  private final double candidateMean;

  Decomposer(VersionPair pair) {
    this.pair = pair;
    this.reference = pair.referenceRows();
    this.candidate = pair.candidateRows();
    this.referenceMean = mean(sum(reference), reference.size());
    this.candidateMean = mean(sum(candidate), candidate.size());
  }

  /** Some rows of both versions. */
  private static final class Group {
    private int referenceRows;
    private int candidateRows;
    private double referenceSum;
    private double candidateSum;

    void addReference(double score) {
      referenceRows++;
      referenceSum += score;
    }

    void addCandidate(double score) {
      candidateRows++;
      candidateSum += score;
    }

    void add(Group other) {
      referenceRows += other.referenceRows;
      candidateRows += other.candidateRows;
      referenceSum += other.referenceSum;
      candidateSum += other.candidateSum;
    }

    int rows() {
      return referenceRows + candidateRows;
    }
  }

  /** The parts of the values of {@code field}; a pair has the value of its reference row. */
  Decomposition by(String field) {
    Map<Integer, int[]> ofReference = reference.rowsByValue(field);
    Map<Integer, int[]> ofCandidate = pair.isPaired() ? ofReference : candidate.rowsByValue(field);
    Set<Integer> values = new TreeSet<>(ofReference.keySet());
    values.addAll(ofCandidate.keySet());
    Group missing =
        group(
            rowsWithout(field, reference),
            rowsWithout(field, pair.isPaired() ? reference : candidate));
    List<Decomposition.Part> parts = new ArrayList<>();
    List<Map.Entry<String, Group>> groups = new ArrayList<>();
    for (int value : values) {
      groups.add(
          Map.entry(
              reference.codebook().values(field).text(value),
              group(
                  ofReference.getOrDefault(value, new int[0]),
                  ofCandidate.getOrDefault(value, new int[0]))));
    }
    groups.sort(
        Comparator.comparingInt((Map.Entry<String, Group> group) -> -group.getValue().rows())
            .thenComparing(Map.Entry::getKey));
    Group others = new Group();
    for (int i = 0; i < groups.size(); i++) {
      if (i < MOST_VALUES) {
        parts.add(part(Decomposition.Kind.VALUE, groups.get(i).getKey(), groups.get(i).getValue()));
      } else {
        others.add(groups.get(i).getValue());
      }
    }
    parts.sort(
        Comparator.comparingDouble((Decomposition.Part part) -> -Math.abs(part.carried()))
            .thenComparing(Decomposition.Part::value));
    if (others.rows() > 0) {
      parts.add(part(Decomposition.Kind.OTHER_VALUES, "", others));
    }
    if (missing.rows() > 0) {
      parts.add(part(Decomposition.Kind.NO_VALUE, "", missing));
    }
    return new Decomposition(
        field,
        pair.referenceName(),
        pair.candidateName(),
        candidateMean - referenceMean,
        parts,
        moved(field));
  }

  private int moved(String field) {
    return pair.isPaired()
        ? (int)
            IntStream.range(0, reference.size())
                .filter(row -> reference.code(field, row) != candidate.code(field, row))
                .count()
        : 0;
  }

  private static int[] rowsWithout(String field, ScoreTable table) {
    return IntStream.range(0, table.size())
        .filter(row -> table.code(field, row) == ScoreTable.NO_VALUE)
        .toArray();
  }

  private Group group(int[] ofReference, int[] ofCandidate) {
    Group group = new Group();
    for (int row : ofReference) {
      group.addReference(reference.value(row));
    }
    for (int row : ofCandidate) {
      group.addCandidate(candidate.value(row));
    }
    return group;
  }

  private Decomposition.Part part(Decomposition.Kind kind, String value, Group group) {
    double a = (double) group.referenceRows / reference.size();
    double b = (double) group.candidateRows / candidate.size();
    double within = 0;
    double mix = 0;
    double middle = (referenceMean + candidateMean) / 2;
    if (group.candidateRows == 0) {
      mix = -a * (mean(group.referenceSum, group.referenceRows) - middle);
    } else if (group.referenceRows == 0) {
      mix = b * (mean(group.candidateSum, group.candidateRows) - middle);
    } else {
      double ofReference = mean(group.referenceSum, group.referenceRows);
      double ofCandidate = mean(group.candidateSum, group.candidateRows);
      within = (a + b) / 2 * (ofCandidate - ofReference);
      mix = (b - a) * ((ofReference + ofCandidate) / 2 - middle);
    }
    return new Decomposition.Part(
        kind, value, group.referenceRows, group.candidateRows, a, b, within, mix);
  }

  private static double sum(ScoreTable table) {
    double sum = 0;
    for (int row = 0; row < table.size(); row++) {
      sum += table.value(row);
    }
    return sum;
  }

  private static double mean(double sum, int count) {
    return sum / count;
  }
}

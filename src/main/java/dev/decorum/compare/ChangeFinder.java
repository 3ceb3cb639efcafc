package dev.decorum.compare;

import dev.decorum.compare.Changes.Change;
import dev.decorum.score.ScoreTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Finds the rows, or groups of rows, whose scores differ most between two versions. */
final class ChangeFinder {
  private final VersionPair pair;
  private final int most;
  private final ScoreTable reference;
  private final ScoreTable candidate;
  private final Largest losses = new Largest();
  private final Largest gains = new Largest();

  /**
   * @param most how many losses and how many gains are listed
   */
  ChangeFinder(VersionPair pair, int most) {
    this.pair = pair;
    this.most = most;
    this.reference = pair.referenceRows();
    this.candidate = pair.candidateRows();
  }

  /**
   * The changes of pairs; without pairs, those of the values of the first cluster field, such as
   * the context. Nothing is listed without either.
   */
  Changes changes(List<String> clusterFields) {
    String unit = "";
    if (pair.isPaired()) {
      for (int row = 0; row < reference.size(); row++) {
        add(row, row);
      }
    } else if (!clusterFields.isEmpty()) {
      unit = clusterFields.get(0);
      addGroups(unit);
    }
    return new Changes(
        pair.referenceName(),
        pair.candidateName(),
        unit,
        losses.sorted(),
        gains.sorted(),
        losses.count,
        gains.count);
  }

  private void add(int ofReference, int ofCandidate) {
    double before = reference.value(ofReference);
    double after = candidate.value(ofCandidate);
    if (before != after && largest(after - before).takes(Math.abs(after - before))) {
      String id = id(reference, ofReference);
      largest(after - before).add(new Change(id, before, after, 1, 1, id, id));
    }
  }

  private void addGroups(String field) {
    Map<Integer, int[]> ofCandidate = candidate.rowsByValue(field);
    reference
        .rowsByValue(field)
        .forEach(
            (value, rows) -> {
              int[] others = ofCandidate.get(value);
              if (others != null) {
                add(reference.codebook().values(field).text(value), rows, others);
              }
            });
  }

  private void add(String name, int[] ofReference, int[] ofCandidate) {
    double before = mean(reference, ofReference);
    double after = mean(candidate, ofCandidate);
    if (before != after && largest(after - before).takes(Math.abs(after - before))) {
      largest(after - before)
          .add(
              new Change(
                  name,
                  before,
                  after,
                  ofReference.length,
                  ofCandidate.length,
                  nearest(reference, ofReference, before),
                  nearest(candidate, ofCandidate, after)));
    }
  }

  private Largest largest(double difference) {
    return difference < 0 ? losses : gains;
  }

  private static double mean(ScoreTable table, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += table.value(row);
    }
    return sum / rows.length;
  }

  /** The id of the row whose score is nearest to {@code score}; of several, the first. */
  private static String nearest(ScoreTable table, int[] rows, double score) {
    int nearest = rows[0];
    for (int row : rows) {
      if (Math.abs(table.value(row) - score) < Math.abs(table.value(nearest) - score)) {
        nearest = row;
      }
    }
    return id(table, nearest);
  }

  private static String id(ScoreTable table, int row) {
    return table.codebook().ids().text(table.id(row));
  }

  /** The largest of all changes one way. */
  private final class Largest {
    private final Comparator<Change> largestFirst =
        Comparator.comparingDouble((Change change) -> -Math.abs(change.difference()))
            .thenComparing(Change::name);
    private final PriorityQueue<Change> smallestFirst =
        new PriorityQueue<>(largestFirst.reversed());
    private int count;

    /** Counts a change, and tells whether it may be among the largest. */
    boolean takes(double size) {
      count++;
      Change smallest = smallestFirst.peek();
      return smallestFirst.size() < most
          || (smallest != null && size >= Math.abs(smallest.difference()));
    }

    void add(Change change) {
      smallestFirst.add(change);
      if (smallestFirst.size() > most) {
        smallestFirst.remove();
      }
    }

    List<Change> sorted() {
      List<Change> sorted = new ArrayList<>(smallestFirst);
      sorted.sort(largestFirst);
      return sorted;
    }
  }
}

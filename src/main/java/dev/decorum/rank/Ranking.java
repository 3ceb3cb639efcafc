package dev.decorum.rank;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The candidates of every group, best first. */
public final class Ranking {

  /** Scores that differ by less are ties: the arithmetic of a batch is no more exact than that. */
  public static final double TIE = 1e-6;

  /**
   * One candidate's place.
   *
   * @param row the candidate
   * @param rank from 1; ties share one, and the next is as many further
   * @param margin the best score of the group less this one, 0 to 1
   */
  public record Place(int row, int rank, double margin) {}

  private final Candidates candidates;
  private final List<List<Place>> groups;

  private Ranking(Candidates candidates, List<List<Place>> groups) {
    this.candidates = candidates;
    this.groups = groups;
  }

  /** Ranks the candidates of every group by their score; ties stay in the order of the input. */
  public static Ranking of(Candidates candidates) {
    List<List<Integer>> members = new ArrayList<>();
    for (int group = 0; group < candidates.groups(); group++) {
      members.add(new ArrayList<>(4));
    }
    for (int row = 0; row < candidates.size(); row++) {
      members.get(candidates.group(row)).add(row);
    }
    List<List<Place>> groups = new ArrayList<>();
    for (List<Integer> rows : members) {
      groups.add(places(rows, candidates));
    }
    return new Ranking(candidates, groups);
  }

  private static List<Place> places(List<Integer> rows, Candidates candidates) {
    rows.sort(Comparator.comparingDouble((Integer row) -> -candidates.table().logit(row)));
    List<Place> places = new ArrayList<>();
    int rank = 1;
    for (int i = 0; i < rows.size(); i++) {
      double probability = candidates.table().value(rows.get(i));
      double tied = candidates.table().value(rows.get(rank - 1));
      if (tied - probability >= TIE) {
        rank = i + 1;
      }
      double best = candidates.table().value(rows.get(0));
      places.add(new Place(rows.get(i), rank, rank == 1 ? 0 : best - probability));
    }
    return Collections.unmodifiableList(places);
  }

  /** What was ranked. */
  public Candidates candidates() {
    return candidates;
  }

  /** The places of every group, best first, groups in the order in which they began. */
  public List<List<Place>> groups() {
    return Collections.unmodifiableList(groups);
  }
}

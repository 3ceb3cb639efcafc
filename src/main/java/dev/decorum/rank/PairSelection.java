package dev.decorum.rank;

import dev.decorum.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pairs for training, and why there are no more.
 *
 * @param options what was asked
 * @param pairs the pairs, groups in the order in which they began
 * @param groups how many groups with two replies or more there were
 * @param groupsWithPairs how many of them gave a pair
 * @param emptyReplies replies without text, left out
 * @param otherContexts replies to another context than most of their group, left out
 * @param identical replies with the very text of an earlier one of their group, left out
 * @param nearDuplicates other replies that repeat an earlier one of their group, left out
 * @param oneReplyLeft groups of which fewer than two replies were left
 * @param ties groups whose replies all score the same
 * @param smallMargins groups whose replies all are too close together
 * @param lowScores groups with a large enough margin whose best reply scores below {@code
 *     minChosen}
 * @param guarded groups that gave a pair without the length guard and none with it
 * @param margin mean probability of chosen less rejected
 * @param withoutGuard lengths where only the scores decide
 * @param withGuard lengths of the pairs; the same as {@code withoutGuard} where there is no guard
 * @param pricePerCharacter what the guard takes off a reply's score for each character, so that
 *     chosen and rejected replies are of one length on average; negative where short replies win
 */
public record PairSelection(
    PairOptions options,
    List<Pair> pairs,
    int groups,
    int groupsWithPairs,
    int emptyReplies,
    int otherContexts,
    int identical,
    int nearDuplicates,
    int oneReplyLeft,
    int ties,
    int smallMargins,
    int lowScores,
    int guarded,
    Estimate margin,
    Lengths withoutGuard,
    Lengths withGuard,
    double pricePerCharacter) {

  public PairSelection {
    pairs = List.copyOf(pairs);
  }

  /**
   * The replies of all pairs by themselves, each once, for training on unpaired preferences. A
   * reply that is better than one and worse than another says nothing by itself and is left out.
   */
  public List<Labelled> unpaired() {
    Map<Integer, Boolean> desirable = new LinkedHashMap<>();
    Set<Integer> both = new HashSet<>();
    for (Pair pair : pairs) {
      if (Boolean.FALSE.equals(desirable.putIfAbsent(pair.chosen(), true))) {
        both.add(pair.chosen());
      }
      if (Boolean.TRUE.equals(desirable.putIfAbsent(pair.rejected(), false))) {
        both.add(pair.rejected());
      }
    }
    List<Labelled> labelled = new ArrayList<>();
    for (Map.Entry<Integer, Boolean> reply : desirable.entrySet()) {
      if (!both.contains(reply.getKey())) {
        labelled.add(new Labelled(reply.getKey(), reply.getValue()));
      }
    }
    return labelled;
  }

  /**
   * Some of the pairs as a sample: from the smallest margin to the largest, evenly spaced in that
   * order, so that the weak ones are seen as well as the strong ones.
   *
   * @param most the largest number of pairs
   */
  public List<Pair> sample(Candidates candidates, int most) {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(
        Comparator.comparingDouble(
            pair ->
                candidates.table().value(pair.chosen())
                    - candidates.table().value(pair.rejected())));
    int size = Math.min(most, sorted.size());
    List<Pair> sample = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      sample.add(sorted.get(size == 1 ? 0 : (int) ((long) i * (sorted.size() - 1) / (size - 1))));
    }
    return sample;
  }

  /**
   * One reply.
   *
   * @param candidate the reply
   * @param desirable whether it was chosen, and not rejected
   */
  public record Labelled(int candidate, boolean desirable) {}

  /**
   * Two replies to one context.
   *
   * @param group the group
   * @param number the pair's place among those of its group, from 1
   * @param chosen the candidate with the higher score
   * @param rejected the other
   */
  public record Pair(int group, int number, int chosen, int rejected) {}

  /**
   * How long replies are.
   *
   * @param pairs how many pairs there are
   * @param difference characters of the chosen reply less those of the rejected, on average
   * @param chosenLonger the share of pairs whose chosen reply is longer, ties counted half
   */
  public record Lengths(int pairs, Estimate difference, Estimate chosenLonger) {}
}

package dev.decorum.rank;

import dev.decorum.rank.PairSelection.Lengths;
import dev.decorum.rank.PairSelection.Pair;
import dev.decorum.rank.Ranking.Place;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Means;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses pairs for training.
 *
 * <p>The length guard ranks replies by {@code probability - price * characters} and looks for the
 * one price for the whole data set at which chosen and rejected replies are equally long on
 * average: of all choices with that property it is the one with the largest margins (a Lagrange
 * multiplier). A pair has to have the asked-for margin both in its raw probabilities and after the
 * price, so nothing is ever called better only because it is short.
 */
public final class PairSelector {
  private static final int HALVINGS = 50;
  private static final int DOUBLINGS = 40;

  private final PairOptions options;
  private final List<String> clusterFields;

  /**
   * @param clusterFields fields whose values tell which groups belong together; empty where every
   *     group stands alone
   */
  public PairSelector(PairOptions options, List<String> clusterFields) {
    this.options = options;
    this.clusterFields = List.copyOf(clusterFields);
  }

  /** The replies of one group that pairs may be made of. */
  private static final class Usable {
    final int group;
    final int[] rows;
    final double[] scores;
    final int[] lengths;

    Usable(int group, List<Integer> members, Candidates candidates) {
      this.group = group;
      this.rows = members.stream().mapToInt(Integer::intValue).toArray();
      this.scores = new double[rows.length];
      this.lengths = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        scores[i] = candidates.table().value(rows[i]);
        lengths[i] = candidates.length(rows[i]);
      }
    }

    double spread() {
      return highest() - Arrays.stream(scores).min().orElseThrow();
    }

    double highest() {
      return Arrays.stream(scores).max().orElseThrow();
    }
  }

  /** A pair of a group and how much it is worth after the price. */
  private record Found(int chosen, int rejected, double worth) {}

  /** Replies that were left out. */
  private static final class LeftOut {
    int empty;
    int otherContexts;
    int identical;
    int nearDuplicates;
  }

  /** The pairs of {@code ranking}, whose candidates keep what was said. */
  public PairSelection select(Ranking ranking) throws IOException {
    Candidates candidates = ranking.candidates();
    NearDuplicates duplicates = new NearDuplicates(options.duplicateThreshold());
    LeftOut leftOut = new LeftOut();
    List<Usable> usable = new ArrayList<>();
    int groups = 0;
    int oneReplyLeft = 0;
    for (List<Place> places : ranking.groups()) {
      if (places.size() < 2) {
        continue;
      }
      groups++;
      List<Integer> members = usable(places, candidates, duplicates, leftOut);
      if (members.size() < 2) {
        oneReplyLeft++;
      } else {
        usable.add(new Usable(candidates.group(members.get(0)), members, candidates));
      }
    }
    int ties = 0;
    int smallMargins = 0;
    int lowScores = 0;
    for (Usable group : usable) {
      double spread = group.spread();
      if (spread < Ranking.TIE) {
        ties++;
      } else if (spread < options.minMargin()) {
        smallMargins++;
      } else if (group.highest() < options.minChosen()) {
        lowScores++;
      }
    }
    List<Pair> unguarded = pairs(usable, 0);
    double price = options.lengthGuard() ? price(usable, candidates) : 0;
    List<Pair> pairs = price == 0 ? unguarded : pairs(usable, price);
    return new PairSelection(
        options,
        pairs,
        groups,
        groupsOf(pairs),
        leftOut.empty,
        leftOut.otherContexts,
        leftOut.identical,
        leftOut.nearDuplicates,
        oneReplyLeft,
        ties,
        smallMargins,
        lowScores,
        groupsOf(unguarded) - groupsOf(pairs),
        margin(pairs, candidates),
        lengths(unguarded, candidates),
        lengths(pairs, candidates),
        price);
  }

  private static int groupsOf(List<Pair> pairs) {
    return (int) pairs.stream().mapToInt(Pair::group).distinct().count();
  }

  private static List<Integer> usable(
      List<Place> places, Candidates candidates, NearDuplicates duplicates, LeftOut leftOut)
      throws IOException {
    List<Integer> rows = new ArrayList<>();
    places.stream().map(Place::row).sorted().forEach(rows::add);
    long context = commonContext(rows, candidates);
    List<Integer> kept = new ArrayList<>();
    Set<String> replies = new HashSet<>();
    List<NearDuplicates.Shingles> texts = new ArrayList<>();
    for (int row : rows) {
      if (candidates.context(row) != context) {
        leftOut.otherContexts++;
        continue;
      }
      String reply = candidates.example(row).reply();
      if (reply.isBlank()) {
        leftOut.empty++;
        continue;
      }
      if (!replies.add(reply)) {
        leftOut.identical++;
        continue;
      }
      NearDuplicates.Shingles text = duplicates.shingles(reply);
      if (texts.stream().anyMatch(earlier -> duplicates.are(earlier, text))) {
        leftOut.nearDuplicates++;
        continue;
      }
      kept.add(row);
      texts.add(text);
    }
    return kept;
  }

  /** The context that most have; of equally many, the one that came first. */
  private static long commonContext(List<Integer> rows, Candidates candidates) {
    Map<Long, Integer> counts = new HashMap<>();
    for (int row : rows) {
      counts.merge(candidates.context(row), 1, Integer::sum);
    }
    long common = candidates.context(rows.get(0));
    for (int row : rows) {
      if (counts.getOrDefault(candidates.context(row), 0) > counts.getOrDefault(common, 0)) {
        common = candidates.context(row);
      }
    }
    return common;
  }

  private List<Pair> pairs(List<Usable> usable, double price) {
    List<Pair> pairs = new ArrayList<>();
    for (Usable group : usable) {
      List<Found> found = found(group, price);
      for (int i = 0; i < found.size(); i++) {
        pairs.add(
            new Pair(
                group.group,
                i + 1,
                group.rows[found.get(i).chosen()],
                group.rows[found.get(i).rejected()]));
      }
    }
    return pairs;
  }

  /** The pairs of a group at a price, worth most first. */
  private List<Found> found(Usable group, double price) {
    double needed = Math.max(Ranking.TIE, options.minMargin());
    List<Found> found = new ArrayList<>();
    for (int a = 0; a < group.rows.length; a++) {
      for (int b = 0; b < group.rows.length; b++) {
        double margin = group.scores[a] - group.scores[b];
        double worth = margin - price * (group.lengths[a] - group.lengths[b]);
        if (margin < needed || worth < needed || group.scores[a] < options.minChosen()) {
          continue;
        }
        if (options.limit() > 1) {
          found.add(new Found(a, b, worth));
        } else if (found.isEmpty()) {
          found.add(new Found(a, b, worth));
        } else if (worth > found.get(0).worth()) {
          found.set(0, new Found(a, b, worth));
        }
      }
    }
    found.sort(Comparator.comparingDouble((Found pair) -> -pair.worth()));
    return found.size() <= options.limit() ? found : found.subList(0, options.limit());
  }

  /**
   * The price at which the mean difference in length is nearest to nothing. The mean falls as the
   * price rises, in steps; the one nearest to 0 is taken.
   */
  private double price(List<Usable> usable, Candidates candidates) {
    double atNothing = meanDifference(pairs(usable, 0), candidates);
    if (Double.isNaN(atNothing) || atNothing == 0) {
      return 0;
    }
    double sign = Math.signum(atNothing);
    double best = 0;
    double nearest = Math.abs(atNothing);
    double low = 0;
    double high = 1e-9;
    for (int i = 0; i < DOUBLINGS; i++) {
      double mean = meanDifference(pairs(usable, sign * high), candidates);
      if (Double.isNaN(mean)) {
        break;
      }
      if (Math.abs(mean) < nearest) {
        nearest = Math.abs(mean);
        best = sign * high;
      }
      if (mean * sign <= 0) {
        break;
      }
      low = high;
      high *= 2;
    }
    for (int i = 0; i < HALVINGS && nearest > 0; i++) {
      double middle = (low + high) / 2;
      double mean = meanDifference(pairs(usable, sign * middle), candidates);
      if (Double.isNaN(mean) || mean * sign <= 0) {
        high = middle;
      } else {
        low = middle;
      }
      if (Math.abs(mean) < nearest) {
        nearest = Math.abs(mean);
        best = sign * middle;
      }
    }
    return best;
  }

  private static double meanDifference(List<Pair> pairs, Candidates candidates) {
    double sum = 0;
    for (Pair pair : pairs) {
      sum += candidates.length(pair.chosen()) - candidates.length(pair.rejected());
    }
    return sum / pairs.size();
  }

  private Estimate margin(List<Pair> pairs, Candidates candidates) {
    double[] margins = new double[pairs.size()];
    for (int i = 0; i < margins.length; i++) {
      margins[i] =
          candidates.table().value(pairs.get(i).chosen())
              - candidates.table().value(pairs.get(i).rejected());
    }
    return Means.student(margins, clustering(pairs, candidates));
  }

  private Lengths lengths(List<Pair> pairs, Candidates candidates) {
    double[] differences = new double[pairs.size()];
    double[] longer = new double[pairs.size()];
    for (int i = 0; i < differences.length; i++) {
      Pair pair = pairs.get(i);
      differences[i] = candidates.length(pair.chosen()) - candidates.length(pair.rejected());
      longer[i] = differences[i] > 0 ? 1 : differences[i] < 0 ? 0 : 0.5;
    }
    Clustering clustering = clustering(pairs, candidates);
    return new Lengths(
        pairs.size(), Means.student(differences, clustering), Means.share(longer, clustering));
  }

  /** Pairs of one group belong together in any case. */
  private Clustering clustering(List<Pair> pairs, Candidates candidates) {
    return GroupClusters.of(
        pairs.stream().mapToInt(Pair::chosen).toArray(), candidates, clusterFields);
  }
}

package dev.decorum.rank;

import dev.decorum.conversation.Candidacy.Preference;
import dev.decorum.conversation.Label;
import dev.decorum.rank.RankSummary.BestOf;
import dev.decorum.rank.RankSummary.Part;
import dev.decorum.rank.RankSummary.PreferenceAgreement;
import dev.decorum.rank.RankSummary.SliceAgreement;
import dev.decorum.rank.Ranking.Place;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.MeanDifference;
import dev.decorum.stats.Means;
import dev.decorum.stats.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums up a ranking: what choosing the best brings, who gives the best, and whom people prefer. */
public final class Ranker {
  private static final int MOST_VALUES = 200;
  private static final int MOST_REPLIES = 64;

  private final RankOptions options;

  public Ranker(RankOptions options) {
    this.options = options;
  }

  /** What {@code ranking} amounts to. */
  public RankSummary summary(Ranking ranking) {
    Candidates candidates = ranking.candidates();
    List<List<Place>> groups =
        ranking.groups().stream().filter(places -> places.size() >= 2).toList();
    int[] firsts = groups.stream().mapToInt(places -> places.get(0).row()).toArray();
    Clustering clustering = GroupClusters.of(firsts, candidates, options.clusterFields());
    double[] average = new double[groups.size()];
    double[] best = new double[groups.size()];
    double[] gain = new double[groups.size()];
    int mixed = 0;
    for (int group = 0; group < best.length; group++) {
      List<Place> places = groups.get(group);
      best[group] = candidates.table().value(places.get(0).row());
      average[group] = expectedBest(places, 1, candidates.table());
      gain[group] = best[group] - average[group];
      mixed += isMixed(places, candidates) ? 1 : 0;
    }
    List<Part> parts = new ArrayList<>();
    int leftOut = 0;
    for (String field : options.sliceFields()) {
      List<Map.Entry<Integer, int[]>> values = values(candidates.table(), field);
      leftOut += Math.max(0, values.size() - MOST_VALUES);
      for (Map.Entry<Integer, int[]> value :
          values.subList(0, Math.min(MOST_VALUES, values.size()))) {
        parts.add(part(field, value.getKey(), value.getValue(), groups, candidates));
      }
    }
    Scale scale = candidates.table().scale();
    return new RankSummary(
        options,
        scale,
        candidates.size(),
        groups.size(),
        (int) ranking.groups().stream().filter(places -> places.size() == 1).count(),
        mixed,
        scale.possible(Means.student(average, clustering)),
        scale.possible(Means.student(best, clustering)),
        scale.possible(Means.student(gain, clustering)),
        bestOf(groups, candidates),
        parts,
        leftOut,
        agreement(ranking));
  }

  private static boolean isMixed(List<Place> places, Candidates candidates) {
    long context = candidates.context(places.get(0).row());
    return places.stream().anyMatch(place -> candidates.context(place.row()) != context);
  }

  /** The values of a field with their rows, most rows first. */
  private static List<Map.Entry<Integer, int[]>> values(ScoreTable table, String field) {
    List<Map.Entry<Integer, int[]>> values = new ArrayList<>(table.rowsByValue(field).entrySet());
    values.sort(
        Comparator.comparingInt((Map.Entry<Integer, int[]> value) -> -value.getValue().length)
            .thenComparing(value -> table.codebook().values(field).text(value.getKey())));
    return values;
  }

  /** As many replies as at least half of the groups have, over just those groups. */
  private List<BestOf> bestOf(List<List<Place>> groups, Candidates candidates) {
    if (groups.isEmpty()) {
      return List.of();
    }
    int[] sizes = groups.stream().mapToInt(List::size).sorted().toArray();
    int most = Math.min(MOST_REPLIES, sizes[sizes.length / 2]);
    List<List<Place>> large = groups.stream().filter(places -> places.size() >= most).toList();
    int[] firsts = large.stream().mapToInt(places -> places.get(0).row()).toArray();
    Clustering clustering = GroupClusters.of(firsts, candidates, options.clusterFields());
    List<BestOf> points = new ArrayList<>();
    for (int replies = 1; replies <= most; replies++) {
      double[] expected = new double[large.size()];
      for (int group = 0; group < expected.length; group++) {
        expected[group] = expectedBest(large.get(group), replies, candidates.table());
      }
      points.add(
          new BestOf(
              replies,
              large.size(),
              candidates.table().scale().possible(Means.student(expected, clustering))));
    }
    return points;
  }

  /**
   * The expected best score of so many replies drawn without replacement: the best of all is among
   * them with probability n/k, the j-th best is the best of them with the probability that none
   * before it is drawn (as pass@k in Chen et al. 2021).
   */
  static double expectedBest(List<Place> places, int replies, ScoreTable table) {
    int all = places.size();
    double weight = (double) replies / all;
    double expected = 0;
    for (int i = 0; i < all && weight > 0; i++) {
      expected += weight * table.value(places.get(i).row());
      int below = all - 1 - i;
      weight = below == 0 ? 0 : weight * (below - replies + 1) / below;
    }
    return expected;
  }

  private Part part(
      String field, int code, int[] rows, List<List<Place>> groups, Candidates candidates) {
    ScoreTable table = candidates.table();
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = table.value(rows[i]);
    }
    List<Integer> representatives = new ArrayList<>();
    List<Double> firsts = new ArrayList<>();
    double byChance = 0;
    for (List<Place> places : groups) {
      int own = 0;
      int best = 0;
      int ownBest = 0;
      for (Place place : places) {
        boolean isOwn = table.code(field, place.row()) == code;
        own += isOwn ? 1 : 0;
        best += place.rank() == 1 ? 1 : 0;
        ownBest += isOwn && place.rank() == 1 ? 1 : 0;
      }
      if (own > 0 && own < places.size()) {
        representatives.add(places.get(0).row());
        firsts.add((double) ownBest / best);
        byChance += (double) own / places.size();
      }
    }
    int[] groupRows = representatives.stream().mapToInt(Integer::intValue).toArray();
    return new Part(
        field,
        table.codebook().values(field).text(code),
        rows.length,
        table
            .scale()
            .possible(
                Means.student(scores, GroupClusters.of(rows, candidates, options.clusterFields()))),
        groupRows.length,
        Means.share(
            firsts.stream().mapToDouble(Double::doubleValue).toArray(),
            GroupClusters.of(groupRows, candidates, options.clusterFields())),
        byChance / groupRows.length);
  }

  /** A preferred reply and another one. */
  private record Compared(int preferred, int other) {}

  private @Nullable PreferenceAgreement agreement(Ranking ranking) {
    Candidates candidates = ranking.candidates();
    List<Compared> compared = preferences(candidates);
    PreferenceAgreement.Source source = PreferenceAgreement.Source.PREFERENCES;
    if (compared.isEmpty()) {
      compared = labels(ranking);
      source = PreferenceAgreement.Source.LABELS;
    }
    if (compared.isEmpty()) {
      return null;
    }
    int[] preferred = compared.stream().mapToInt(Compared::preferred).toArray();
    double[] margins = new double[preferred.length];
    double[] right = new double[preferred.length];
    int ties = 0;
    Set<Integer> groups = new HashSet<>();
    for (int i = 0; i < preferred.length; i++) {
      margins[i] =
          candidates.table().value(preferred[i])
              - candidates.table().value(compared.get(i).other());
      boolean tie = Math.abs(margins[i]) < Ranking.TIE;
      ties += tie ? 1 : 0;
      right[i] = tie ? 0.5 : margins[i] > 0 ? 1 : 0;
      groups.add(candidates.group(preferred[i]));
    }
    Clustering clustering = GroupClusters.of(preferred, candidates, options.clusterFields());
    List<SliceAgreement> slices = new ArrayList<>();
    List<Double> pValues = new ArrayList<>();
    int leftOut = 0;
    ScoreTable table = candidates.table().select(preferred);
    for (String field : options.sliceFields()) {
      List<Map.Entry<Integer, int[]>> values = values(table, field);
      leftOut += Math.max(0, values.size() - MOST_VALUES);
      for (Map.Entry<Integer, int[]> value :
          values.subList(0, Math.min(MOST_VALUES, values.size()))) {
        int[] members = value.getValue();
        boolean[] inSlice = new boolean[right.length];
        Arrays.stream(members).forEach(member -> inSlice[member] = true);
        pValues.add(
            members.length == right.length
                ? Double.NaN
                : MeanDifference.student(right, inSlice, clustering).pValue());
        slices.add(
            new SliceAgreement(
                field,
                table.codebook().values(field).text(value.getKey()),
                members.length,
                Means.share(
                    Arrays.stream(members).mapToDouble(member -> right[member]).toArray(),
                    clustering.subset(members)),
                Double.NaN));
      }
    }
    double[] qValues =
        MultipleTesting.benjaminiHochberg(
            pValues.stream().mapToDouble(Double::doubleValue).toArray());
    for (int i = 0; i < qValues.length; i++) {
      SliceAgreement slice = slices.get(i);
      slices.set(
          i,
          new SliceAgreement(
              slice.field(), slice.value(), slice.pairs(), slice.accuracy(), qValues[i]));
    }
    return new PreferenceAgreement(
        source,
        preferred.length,
        groups.size(),
        ties,
        Means.share(right, clustering),
        Means.student(margins, clustering),
        slices,
        leftOut);
  }

  /** Chosen against rejected replies of one row of input. */
  private static List<Compared> preferences(Candidates candidates) {
    Map<Integer, List<Integer>> byOrigin = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < candidates.size(); row++) {
      if (candidates.preference(row) != Preference.UNKNOWN) {
        int origin = candidates.origin(row);
        if (!byOrigin.containsKey(origin)) {
          order.add(origin);
        }
        byOrigin.computeIfAbsent(origin, key -> new ArrayList<>(2)).add(row);
      }
    }
    List<Compared> compared = new ArrayList<>();
    for (int origin : order) {
      List<Integer> rows = byOrigin.getOrDefault(origin, List.of());
      for (int chosen : rows) {
        for (int rejected : rows) {
          if (candidates.preference(chosen) == Preference.CHOSEN
              && candidates.preference(rejected) == Preference.REJECTED) {
            compared.add(new Compared(chosen, rejected));
          }
        }
      }
    }
    return compared;
  }

  /** Appropriate against inappropriate replies of one group. */
  private static List<Compared> labels(Ranking ranking) {
    ScoreTable table = ranking.candidates().table();
    List<Compared> compared = new ArrayList<>();
    for (List<Place> places : ranking.groups()) {
      for (Place preferred : places) {
        if (table.label(preferred.row()) != Label.APPROPRIATE) {
          continue;
        }
        for (Place other : places) {
          if (table.label(other.row()) == Label.INAPPROPRIATE) {
            compared.add(new Compared(preferred.row(), other.row()));
          }
        }
      }
    }
    return compared;
  }
}

package dev.decorum.audit;

import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Histogram;
import dev.decorum.stats.RewardHistogram;
import dev.decorum.stats.UnitHistogram;
import dev.decorum.store.ClusterSums;
import dev.decorum.store.NightSlice;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what was seen in a night, as a whole and by field, in memory that does not grow with the
 * rows or their clusters. Not thread-safe.
 */
public final class NightTally implements Closeable {

  /** Further values of a field are taken together. */
  public static final int MOST_VALUES = 1000;

  /** What further values are called. */
  public static final String OTHERS = "(others)";

  /** A quantile of the whole is right to 0.00001, one of a slice to 0.001. */
  private static final int BINS_OF_WHOLE = 100_000;

  private static final int BINS_OF_SLICE = 1000;

  private static final int SCORE = 0;
  private static final int BELOW = 1;
  private static final int TOKENS = 2;
  private static final int TRUNCATED = 3;
  private static final int EMPTY = 4;

  private record Key(String field, String value) {}

  /** One slice so far. */
  private static final class SliceTally {
    private final int group;
    private final Histogram scores;
    private long below;
    private long truncated;
    private long empty;

    SliceTally(int group, Histogram scores) {
      this.group = group;
      this.scores = scores;
    }

    void add(double score, boolean isBelow, boolean isTruncated, boolean isEmpty) {
      scores.add(score);
      below += isBelow ? 1 : 0;
      truncated += isTruncated ? 1 : 0;
      empty += isEmpty ? 1 : 0;
    }
  }

  private final Scale scale;
  private final double baseline;
  private final @Nullable String cluster;
  private final List<String> by;
  private final ClusterSums sums;
  private final Map<Key, SliceTally> slices = new LinkedHashMap<>();
  private final Map<String, Integer> values = new HashMap<>();

  /**
   * @param baseline the probability that rows are counted against; NaN for none
   * @param cluster the field whose equal values belong together; null for independent rows
   * @param by fields by which rows are looked at apart
   * @param scale what the scores are numbers of
   */
  public NightTally(double baseline, @Nullable String cluster, List<String> by, Scale scale) {
    this.scale = scale;
    this.baseline = baseline;
    this.cluster = cluster;
    this.by = List.copyOf(by);
    this.sums = new ClusterSums();
  }

  /** Takes a score in. */
  public void add(ConversationScore score) {
    Map<String, String> fields = ScoredRow.of(score).fields();
    String own = cluster == null ? null : fields.get(cluster);
    add(whole(), own, score);
    for (String field : by) {
      String value = fields.get(field);
      if (value != null) {
        add(slice(field, value), own, score);
      }
    }
  }

  private SliceTally whole() {
    return slices.computeIfAbsent(
        new Key("", ""), key -> new SliceTally(slices.size(), distribution(BINS_OF_WHOLE)));
  }

  private Histogram distribution(int bins) {
    return scale == Scale.REWARD ? new RewardHistogram(bins) : new UnitHistogram(bins);
  }

  private SliceTally slice(String field, String value) {
    SliceTally known = slices.get(new Key(field, value));
    if (known != null) {
      return known;
    }
    boolean isFull = values.getOrDefault(field, 0) >= MOST_VALUES;
    if (!isFull) {
      values.merge(field, 1, Integer::sum);
    }
    return slices.computeIfAbsent(
        new Key(field, isFull ? OTHERS : value),
        key -> new SliceTally(slices.size(), distribution(BINS_OF_SLICE)));
  }

  private void add(SliceTally slice, @Nullable String own, ConversationScore score) {
    boolean below = score.appropriateProbability() < baseline;
    boolean truncated = score.flags().contains(Flag.TRUNCATED);
    boolean empty = score.flags().contains(Flag.EMPTY);
    slice.add(score.value(), below, truncated, empty);
    sums.add(
        slice.group,
        own,
        score.value(),
        below ? 1 : 0,
        score.tokens(),
        truncated ? 1 : 0,
        empty ? 1 : 0);
  }

  /** Fields of which not all values are told apart. */
  public List<String> overflowing() {
    return by.stream().filter(field -> slices.containsKey(new Key(field, OTHERS))).toList();
  }

  /** What was seen: all rows first, then by field and value. */
  public List<NightSlice> slices() {
    List<NightSlice> seen = new ArrayList<>();
    slices.forEach((key, slice) -> seen.add(seen(key, slice)));
    seen.sort(Comparator.comparing(NightSlice::field).thenComparing(NightSlice::value));
    return seen;
  }

  private NightSlice seen(Key key, SliceTally slice) {
    List<ClusterSums.Mean> means = sums.means(slice.group);
    Histogram scores = slice.scores;
    return new NightSlice(
        key.field(),
        key.value(),
        means.get(SCORE).rows(),
        means.get(SCORE).clusters(),
        means.get(SCORE).mean(),
        means.get(SCORE).error(),
        slice.below,
        means.get(BELOW).error(),
        new NightSlice.FiveQuantiles(
            scores.quantile(0.05),
            scores.quantile(0.25),
            scores.quantile(0.5),
            scores.quantile(0.75),
            scores.quantile(0.95)),
        means.get(TOKENS).mean(),
        means.get(TOKENS).error(),
        slice.truncated,
        means.get(TRUNCATED).error(),
        slice.empty,
        means.get(EMPTY).error(),
        scale);
  }

  @Override
  public void close() {
    sums.close();
  }
}

package dev.decorum.report;

import dev.decorum.compare.Version;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.StringDictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Lists all rows of versions, lowest scores first, so that a reader of a page can search them. */
final class ScoreListing {
  /** A page with more rows would be slow to open. */
  static final int MOST_ROWS = 100_000;

  private static final int NO_WORD = -1;

  /** Where a row is. */
  private record Place(int version, int row, double logit) {
    static final Comparator<Place> LOWEST_FIRST =
        Comparator.comparingDouble(Place::logit)
            .thenComparingInt(Place::version)
            .thenComparingInt(Place::row);
  }

  /** Makes a column of words. */
  private static final class WordColumn {
    private final String heading;
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<Integer> ofRows = new ArrayList<>();

    WordColumn(String heading) {
      this.heading = heading;
    }

    void add(String word) {
      ofRows.add(
          word.isEmpty()
              ? NO_WORD
              : codes.computeIfAbsent(
                  word,
                  unknown -> {
                    words.add(unknown);
                    return words.size() - 1;
                  }));
    }

    boolean isEmpty() {
      return words.isEmpty();
    }

    RowListing.Words finish() {
      return new RowListing.Words(heading, words, ofRows);
    }
  }

  private final List<Version> versions;
  private final OverviewOptions options;
  private final int most;

  private ScoreListing(List<Version> versions, OverviewOptions options, int most) {
    this.versions = versions;
    this.options = options;
    this.most = most;
  }

  /**
   * The rows of {@code versions}.
   *
   * @param noun what they are, in the plural
   * @param most how many are listed at most
   */
  static RowListing of(List<Version> versions, OverviewOptions options, String noun, int most) {
    return new ScoreListing(versions, options, most).listing(noun);
  }

  private RowListing listing(String noun) {
    Place[] places = places();
    long rows = versions.stream().mapToLong(version -> version.table().size()).sum();
    boolean isReward = versions.get(0).table().scale() == Scale.REWARD;
    WordColumn ids = new WordColumn("id");
    WordColumn names = new WordColumn("version");
    List<WordColumn> fields =
        options.sliceFields().stream().map(field -> new WordColumn(field)).toList();
    WordColumn flags = new WordColumn("flags");
    List<Double> scores = new ArrayList<>();
    List<Integer> tokens = new ArrayList<>();
    for (Place place : places) {
      Version version = versions.get(place.version());
      ScoreTable table = version.table();
      int row = place.row();
      ids.add(table.codebook().ids().text(table.id(row)));
      names.add(version.name());
      for (WordColumn field : fields) {
        field.add(value(table, field.heading, row));
      }
      flags.add(table.isTruncated(row) ? "truncated" : "");
      scores.add(table.value(row));
      tokens.add(table.tokens(row));
    }
    List<RowListing.Column> columns = new ArrayList<>();
    columns.add(ids.finish());
    if (versions.size() > 1) {
      columns.add(names.finish());
    }
    fields.forEach(field -> columns.add(field.finish()));
    columns.add(new RowListing.Scores(isReward ? "reward" : "score", scores));
    columns.add(new RowListing.Whole("tokens", tokens));
    if (!flags.isEmpty()) {
      columns.add(flags.finish());
    }
    return new RowListing(
        noun,
        places.length,
        rows - places.length,
        isReward ? Double.NaN : options.baseline(),
        columns);
  }

  private static String value(ScoreTable table, String field, int row) {
    int code = table.code(field, row);
    StringDictionary values = table.codebook().values(field);
    return code == ScoreTable.NO_VALUE ? "" : values.text(code);
  }

  private Place[] places() {
    PriorityQueue<Place> highestFirst = new PriorityQueue<>(Place.LOWEST_FIRST.reversed());
    for (int version = 0; version < versions.size(); version++) {
      ScoreTable table = versions.get(version).table();
      for (int row = 0; row < table.size(); row++) {
        highestFirst.add(new Place(version, row, table.logit(row)));
        if (highestFirst.size() > most) {
          highestFirst.remove();
        }
      }
    }
    Place[] places = highestFirst.toArray(new Place[0]);
    Arrays.sort(places, Place.LOWEST_FIRST);
    return places;
  }
}

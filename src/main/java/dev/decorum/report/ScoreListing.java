package dev.decorum.report;

import dev.decorum.compare.Version;
import dev.decorum.overview.LowestRows;
import dev.decorum.overview.Overview;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.score.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists all rows of versions, lowest scores first, so that a reader of a page can search them. */
final class ScoreListing {
  /** A page with more rows would be slow to open. */
  static final int MOST_ROWS = 100_000;

  private static final int NO_WORD = -1;

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

  private ScoreListing() {}

  /**
   * The rows of {@code versions}.
   *
   * @param noun what they are, in the plural
   * @param most how many are listed at most
   */
  static RowListing of(List<Version> versions, OverviewOptions options, String noun, int most) {
    long all = versions.stream().mapToLong(version -> version.table().size()).sum();
    List<Overview.Lowest> rows = LowestRows.of(versions, options.sliceFields(), most);
    boolean isReward = versions.get(0).table().scale() == Scale.REWARD;
    WordColumn ids = new WordColumn("id");
    WordColumn names = new WordColumn("version");
    List<WordColumn> fields = options.sliceFields().stream().map(WordColumn::new).toList();
    WordColumn flags = new WordColumn("flags");
    for (Overview.Lowest row : rows) {
      ids.add(row.id());
      names.add(row.version());
      fields.forEach(field -> field.add(row.fields().getOrDefault(field.heading, "")));
      flags.add(row.truncated() ? "truncated" : "");
    }
    List<RowListing.Column> columns = new ArrayList<>();
    columns.add(ids.finish());
    if (versions.size() > 1) {
      columns.add(names.finish());
    }
    fields.forEach(field -> columns.add(field.finish()));
    columns.add(
        new RowListing.Scores(
            isReward ? "reward" : "score", rows.stream().map(Overview.Lowest::score).toList()));
    columns.add(
        new RowListing.Whole("tokens", rows.stream().map(Overview.Lowest::tokens).toList()));
    if (!flags.isEmpty()) {
      columns.add(flags.finish());
    }
    return new RowListing(
        noun, rows.size(), all - rows.size(), isReward ? Double.NaN : options.baseline(), columns);
  }
}

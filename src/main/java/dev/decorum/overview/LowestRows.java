package dev.decorum.overview;

import dev.decorum.compare.Version;
import dev.decorum.overview.Overview.Lowest;
import dev.decorum.score.ScoreTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Finds the rows of versions with the lowest scores. */
public final class LowestRows {

  /** Where a row is: the number of its version, and its number there. */
  private record Place(int version, int row, double logit) {
    static final Comparator<Place> LOWEST_FIRST =
        Comparator.comparingDouble(Place::logit)
            .thenComparingInt(Place::version)
            .thenComparingInt(Place::row);
  }

  private LowestRows() {}

  /**
   * The rows with the lowest scores, lowest first.
   *
   * @param fields the fields whose values are wanted
   * @param most how many rows at most
   */
  public static List<Lowest> of(List<Version> versions, List<String> fields, int most) {
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
    List<Place> places = new ArrayList<>(highestFirst);
    places.sort(Place.LOWEST_FIRST);
    return places.stream()
        .map(place -> row(versions.get(place.version()), place.row(), fields))
        .toList();
  }

  private static Lowest row(Version version, int row, List<String> fields) {
    ScoreTable table = version.table();
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : fields) {
      int code = table.code(field, row);
      if (code != ScoreTable.NO_VALUE) {
        values.put(field, table.codebook().values(field).text(code));
      }
    }
    return new Lowest(
        version.name(),
        table.codebook().ids().text(table.id(row)),
        table.value(row),
        table.tokens(row),
        table.isTruncated(row),
        values);
  }
}

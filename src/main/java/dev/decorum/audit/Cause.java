package dev.decorum.audit;

import dev.decorum.store.Night;
import dev.decorum.store.NightSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a change of the mean score comes of, by the values of a field: of their scores, or of how
 * large a share of the conversations each of them has. The two add up to the change.
 *
 * <p>Each value counts with the mean of its shares before and since times the change of its score,
 * and with the mean of its scores times the change of its share, both counted from the mean of all
 * (Kitagawa 1955). Of a value that is there on one side only, all is its share.
 *
 * @param field the field
 * @param before the mean score of the nights before
 * @param since the mean score of the nights since the change
 * @param byScores what comes of scores within the values
 * @param parts one for each value
 */
public record Cause(String field, double before, double since, double byScores, List<Part> parts) {

  public Cause {
    parts = List.copyOf(parts);
  }

  /**
   * A value of the field.
   *
   * @param shareBefore its share of the conversations before, 0 to 1
   * @param shareSince its share since
   * @param meanBefore its mean score before; NaN if it was not there
   * @param meanSince its mean score since; NaN if it is not there
   */
  public record Part(
      String value, double shareBefore, double shareSince, double meanBefore, double meanSince) {

    /** What its score adds to the change. */
    public double byScore() {
      return Double.isNaN(meanBefore) || Double.isNaN(meanSince)
          ? 0
          : (shareBefore + shareSince) / 2 * (meanSince - meanBefore);
    }
  }

  /** The change of the mean score. */
  public double change() {
    return since - before;
  }

  /** What comes of the shares of the values. */
  public double byShares() {
    return change() - byScores;
  }

  /**
   * Looks for what a change comes of.
   *
   * @param before the nights before it
   * @param since the nights since
   * @return nothing if the field was not kept on both sides, or has a single value
   */
  static Optional<Cause> of(String field, List<Night> before, List<Night> since) {
    Map<String, Sums> sides = new LinkedHashMap<>();
    add(field, before, sides, false);
    add(field, since, sides, true);
    double rowsBefore = sides.values().stream().mapToDouble(sums -> sums.rowsBefore).sum();
    double rowsSince = sides.values().stream().mapToDouble(sums -> sums.rowsSince).sum();
    if (sides.size() < 2 || rowsBefore == 0 || rowsSince == 0) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    double meanBefore = 0;
    double meanSince = 0;
    double byScores = 0;
    for (Map.Entry<String, Sums> side : sides.entrySet()) {
      Sums sums = side.getValue();
      Part part =
          new Part(
              side.getKey(),
              sums.rowsBefore / rowsBefore,
              sums.rowsSince / rowsSince,
              sums.scoresBefore / sums.rowsBefore,
              sums.scoresSince / sums.rowsSince);
      parts.add(part);
      meanBefore += sums.scoresBefore / rowsBefore;
      meanSince += sums.scoresSince / rowsSince;
      byScores += part.byScore();
    }
    return Optional.of(new Cause(field, meanBefore, meanSince, byScores, parts));
  }

  /** Sums of the rows with a value. */
  private static final class Sums {
    double rowsBefore;
    double scoresBefore;
    double rowsSince;
    double scoresSince;
  }

  private static void add(
      String field, List<Night> nights, Map<String, Sums> sides, boolean isSince) {
    Stream<NightSlice> slices =
        nights.stream()
            .flatMap(night -> night.slices().stream())
            .filter(slice -> slice.field().equals(field));
    slices.forEach(
        slice -> {
          Sums sums = sides.computeIfAbsent(slice.value(), value -> new Sums());
          if (isSince) {
            sums.rowsSince += slice.rows();
            sums.scoresSince += slice.rows() * slice.mean();
          } else {
            sums.rowsBefore += slice.rows();
            sums.scoresBefore += slice.rows() * slice.mean();
          }
        });
  }
}

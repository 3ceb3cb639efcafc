package dev.decorum.overview;

import dev.decorum.compare.Comparison.VersionSummary;
import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What scores say by themselves. All intervals are 95% and cluster-robust.
 *
 * @param options what was asked
 * @param scale what the scores are numbers of
 * @param parts one for each version, in their order
 * @param slices by values of fields, those of one version and field together, largest first
 * @param slicesLeftOut how many values of fields were too many to be looked at
 * @param lowest the lowest scores of all versions, lowest first
 */
public record Overview(
    OverviewOptions options,
    Scale scale,
    List<Part> parts,
    List<SliceSummary> slices,
    int slicesLeftOut,
    List<Lowest> lowest) {

  public Overview {
    parts = List.copyOf(parts);
    slices = List.copyOf(slices);
    lowest = List.copyOf(lowest);
  }

  /**
   * One version.
   *
   * @param summary its mean, quantiles and share below the baseline
   * @param shareTruncated the share of rows of which something was cut off
   * @param lengthCorrelation rank correlation of score and number of tokens
   * @param lengths rows by length, shortest first
   * @param turns rows by the number of the message that they end with; empty where rows are whole
   *     conversations
   * @param turnsLeftOut rows of later turns, which are not looked at
   */
  public record Part(
      VersionSummary summary,
      Estimate shareTruncated,
      Estimate lengthCorrelation,
      List<LengthBin> lengths,
      List<Turn> turns,
      int turnsLeftOut) {
    public Part {
      lengths = List.copyOf(lengths);
      turns = List.copyOf(turns);
    }
  }

  /**
   * Rows of about one length.
   *
   * @param shortest fewest tokens
   * @param longest most tokens
   * @param count how many rows
   * @param mean their mean score
   */
  public record LengthBin(int shortest, int longest, int count, Estimate mean) {}

  /**
   * Rows that end with the same turn.
   *
   * @param turn the number of the message, from 1
   * @param count how many rows
   * @param mean their mean score
   * @param shareBelow the share of them below the baseline
   */
  public record Turn(int turn, int count, Estimate mean, Estimate shareBelow) {}

  /**
   * Rows with one value of a field.
   *
   * @param version the version that they are of
   * @param field the field
   * @param value the value
   * @param count how many rows
   * @param clusters how many clusters they form
   * @param mean their mean score
   * @param shareBelow the share of them below the baseline
   * @param difference their mean score less that of the version's other rows
   * @param qValue of no such difference, under false-discovery control over all slices
   */
  public record SliceSummary(
      String version,
      String field,
      String value,
      int count,
      int clusters,
      Estimate mean,
      Estimate shareBelow,
      Estimate difference,
      double qValue) {

    SliceSummary withQValue(double newQValue) {
      return new SliceSummary(
          version, field, value, count, clusters, mean, shareBelow, difference, newQValue);
    }
  }

  /**
   * A row with a low score.
   *
   * @param version the version that it is of
   * @param id its id, and its turn where it has one
   * @param score as a number of the scale
   * @param tokens how many tokens the model read
   * @param truncated whether something was cut off
   * @param fields values of the fields that are looked at, where it has any
   */
  public record Lowest(
      String version,
      String id,
      double score,
      int tokens,
      boolean truncated,
      Map<String, String> fields) {
    public Lowest {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }
}

package dev.decorum.rank;

import java.util.List;

/**
 * What is asked of a ranking.
 *
 * @param baseline the probability that scores are read against; NaN for none
 * @param clusterFields fields whose values tell which groups belong together, at most two
 * @param sliceFields fields by whose values candidates are looked at apart
 */
public record RankOptions(double baseline, List<String> clusterFields, List<String> sliceFields) {
  public RankOptions {
    clusterFields = List.copyOf(clusterFields);
    sliceFields = List.copyOf(sliceFields);
  }
}

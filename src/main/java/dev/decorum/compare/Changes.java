package dev.decorum.compare;

import java.util.List;
import java.util.Objects;

/**
 * Where a later version lost and gained most against the first one.
 *
 * @param reference the first version
 * @param candidate the later version
 * @param unit what the two sides have in common: a field, such as the context; empty for the id
 * @param losses scores that fell, the largest fall first
 * @param gains scores that rose, the largest rise first
 * @param lossesInAll how many fell
 * @param gainsInAll how many rose
 */
public record Changes(
    String reference,
    String candidate,
    String unit,
    List<Change> losses,
    List<Change> gains,
    int lossesInAll,
    int gainsInAll) {
  public Changes {
    Objects.requireNonNull(reference);
    Objects.requireNonNull(candidate);
    Objects.requireNonNull(unit);
    losses = List.copyOf(losses);
    gains = List.copyOf(gains);
  }

  /**
   * Two rows with the same id, or all rows of each version with the same value of a field.
   *
   * @param name the id, or the value
   * @param referenceScore the score of the first version; the mean of several rows
   * @param candidateScore the score of the later version; the mean of several rows
   * @param referenceRows how many rows of the first version they are
   * @param candidateRows how many rows of the later version they are
   * @param referenceId the id of the row, or of that nearest to the mean
   * @param candidateId the id of the row, or of that nearest to the mean
   */
  public record Change(
      String name,
      double referenceScore,
      double candidateScore,
      int referenceRows,
      int candidateRows,
      String referenceId,
      String candidateId) {
    public Change {
      Objects.requireNonNull(name);
      Objects.requireNonNull(referenceId);
      Objects.requireNonNull(candidateId);
    }

    /** The later version's score less the first one's. */
    public double difference() {
      return candidateScore - referenceScore;
    }
  }
}

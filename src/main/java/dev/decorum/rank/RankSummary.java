package dev.decorum.rank;

import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ranking amounts to. Intervals are 95% and account for replies to one context belonging
 * together.
 *
 * @param options what was asked
 * @param scale what the scores are numbers of
 * @param candidates how many replies there are
 * @param groups how many groups with two replies or more
 * @param singles groups with but one reply, which there is nothing to rank in
 * @param mixedContexts groups whose replies answer different contexts
 * @param average mean score of a reply, every group counted once
 * @param best mean score of the best reply of a group
 * @param gain the one less the other: what choosing the best brings
 * @param bestOf expected score of the best of 1, 2, ... replies
 * @param parts by values of fields
 * @param partsLeftOut how many values of fields were too many to be looked at
 * @param agreement with what people preferred; {@code null} where nobody said
 */
public record RankSummary(
    RankOptions options,
    Scale scale,
    int candidates,
    int groups,
    int singles,
    int mixedContexts,
    Estimate average,
    Estimate best,
    Estimate gain,
    List<BestOf> bestOf,
    List<Part> parts,
    int partsLeftOut,
    @Nullable PreferenceAgreement agreement) {

  public RankSummary {
    bestOf = List.copyOf(bestOf);
    parts = List.copyOf(parts);
  }

  /**
   * The best of several replies.
   *
   * @param replies how many are drawn from a group at random
   * @param groups how many groups have as many as the largest number that is looked at
   * @param score expected score of the best of them
   */
  public record BestOf(int replies, int groups, Estimate score) {}

  /**
   * Candidates with one value of a field.
   *
   * @param field the field
   * @param value the value
   * @param candidates how many
   * @param mean their mean score
   * @param groups how many groups have such a candidate and others
   * @param first the share of those groups in which it gives the best reply; a tie is shared
   * @param byChance what that share would be if any reply were as likely to be the best
   */
  public record Part(
      String field,
      String value,
      int candidates,
      Estimate mean,
      int groups,
      Estimate first,
      double byChance) {}

  /**
   * Agreement with people.
   *
   * @param source what they said
   * @param pairs how many pairs of a preferred reply and another
   * @param groups in how many groups
   * @param ties pairs that score the same, counted half
   * @param accuracy the share of pairs whose preferred reply scores higher
   * @param margin mean probability of the preferred reply less that of the other
   * @param slices the same by values of fields
   * @param slicesLeftOut how many values of fields were too many to be looked at
   */
  public record PreferenceAgreement(
      Source source,
      int pairs,
      int groups,
      int ties,
      Estimate accuracy,
      Estimate margin,
      List<SliceAgreement> slices,
      int slicesLeftOut) {
    public PreferenceAgreement {
      slices = List.copyOf(slices);
    }

    /** What people said. */
    public enum Source {
      /** Which of two replies they chose. */
      PREFERENCES,
      /** A label for every reply; appropriate ones are taken to be preferred. */
      LABELS
    }
  }

  /**
   * Agreement where a field of the preferred reply has one value.
   *
   * @param field the field
   * @param value the value
   * @param pairs how many pairs
   * @param accuracy the share of them whose preferred reply scores higher
   * @param qValue of no difference to all other pairs, under false-discovery control
   */
  public record SliceAgreement(
      String field, String value, int pairs, Estimate accuracy, double qValue) {}
}

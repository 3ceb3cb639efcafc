package dev.decorum.score;

import dev.decorum.conversation.Flag;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One row of a score file.
 *
 * @param id the id of the row
 * @param context the values copied from the input row
 * @param appropriateProbability the model's probability that a user finds the conversation
 *     appropriate, 0 to 1
 * @param baselineDeltaPercent the difference from the baseline, in percent of it; NaN without a
 *     baseline
 * @param logitInappropriate raw output for <em>inappropriate</em>
 * @param logitAppropriate raw output for <em>appropriate</em>
 * @param tokens the number of tokens that the model read
 * @param tokensDropped the number of tokens cut off on the left
 * @param messages the number of messages up to this turn
 * @param messagesUsed the number of those messages that the model saw at least in part
 * @param flags notable facts about the row
 * @param windowSha256 the hash of the token ids; equal hashes mean equal input to the model
 * @param scale the scale of the score; a reward has its sigmoid as probability, and the logits 0
 *     and itself
 */
@RecordBuilder
public record ConversationScore(
    SampleId id,
    RowContext context,
    double appropriateProbability,
    double baselineDeltaPercent,
    float logitInappropriate,
    float logitAppropriate,
    int tokens,
    int tokensDropped,
    int messages,
    int messagesUsed,
    Set<Flag> flags,
    String windowSha256,
    Scale scale)
    implements ConversationScoreBuilder.With {

  public ConversationScore {
    Objects.requireNonNull(id);
    Objects.requireNonNull(context);
    Objects.requireNonNull(windowSha256);
    Objects.requireNonNull(scale);
    if (!(appropriateProbability >= 0 && appropriateProbability <= 1)) {
      throw new IllegalArgumentException("no probability: " + appropriateProbability);
    }
    // Iterates in the order of the enum, so that rows do not depend on hash order.
    EnumSet<Flag> ordered = EnumSet.noneOf(Flag.class);
    ordered.addAll(flags);
    flags = Collections.unmodifiableSet(ordered);
  }

  /** The difference of the two logits; for a reward, the reward itself. */
  public double logit() {
    return (double) logitAppropriate - logitInappropriate;
  }

  /** The score on its scale. */
  public double value() {
    return scale == Scale.REWARD ? logit() : appropriateProbability;
  }
}

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
 * @param id the row
 * @param context what came unchanged from the input row
 * @param appropriateProbability the model's probability that a user finds the conversation
 *     appropriate, 0 to 1
 * @param baselineDeltaPercent the difference to the baseline, in percent of it; NaN without one
 * @param logitInappropriate raw output for <em>inappropriate</em>
 * @param logitAppropriate raw output for <em>appropriate</em>
 * @param tokens how many tokens the model read
 * @param tokensDropped how many were cut off on the left
 * @param messages how many messages the conversation has up to this turn
 * @param messagesUsed how many of them the model saw, at least in part
 * @param flags what the reader should know
 * @param windowSha256 hash of the token ids: equal hashes mean equal input to the model
 * @param scale what the score is a number of; a reward's probability is its sigmoid, its logits are
 *     0 and the reward
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

  /** The difference of the two logits, of a reward the reward itself. */
  public double logit() {
    return (double) logitAppropriate - logitInappropriate;
  }

  /** The score as a number of its scale. */
  public double value() {
    return scale == Scale.REWARD ? logit() : appropriateProbability;
  }
}

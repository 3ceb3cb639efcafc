package dev.decorum.api;

import dev.decorum.conversation.Flag;
import dev.decorum.score.ConversationScore;
import java.util.List;
import java.util.Objects;

/**
 * What the model says of a conversation, or of a conversation up to one of its messages.
 *
 * @param id of the conversation
 * @param turn the number of the message that the text ends with, from 1; 0 for the whole
 *     conversation
 * @param appropriateProbability the probability that a user finds the conversation appropriate, 0
 *     to 1; of a model of rewards, the sigmoid of the reward
 * @param baselineDeltaPercent the difference to the baseline, in percent of it; NaN without one
 * @param logitInappropriate the model's raw output for <em>inappropriate</em>; 0 for a reward
 * @param logitAppropriate the model's raw output for <em>appropriate</em>; the reward itself, where
 *     the model gives rewards
 * @param tokens how many tokens the model read, at least 1
 * @param tokensDropped how many were cut off on the left, as they did not fit
 * @param messages how many messages the conversation has up to this turn
 * @param messagesUsed how many of them the model saw, at least in part
 * @param flags what a reader of the score should know, by the names that score files have, such as
 *     {@code truncated} and {@code ends-with-user}
 */
public record Score(
    String id,
    int turn,
    double appropriateProbability,
    double baselineDeltaPercent,
    float logitInappropriate,
    float logitAppropriate,
    int tokens,
    int tokensDropped,
    int messages,
    int messagesUsed,
    List<String> flags)
    implements Judgement {
  public Score {
    Objects.requireNonNull(id);
    flags = List.copyOf(flags);
  }

  static Score of(ConversationScore score) {
    return new Score(
        score.id().conversationId(),
        score.id().turn(),
        score.appropriateProbability(),
        score.baselineDeltaPercent(),
        score.logitInappropriate(),
        score.logitAppropriate(),
        score.tokens(),
        score.tokensDropped(),
        score.messages(),
        score.messagesUsed(),
        score.flags().stream().map(Flag::outputName).toList());
  }
}

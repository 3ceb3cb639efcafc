package dev.decorum.api;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The model's score for a conversation, or for a conversation up to one of its messages.
 *
 * @param id the id of the conversation
 * @param turn the number of the message that the text ends with, from 1; 0 for the whole
 *     conversation
 * @param appropriateProbability the probability that a user finds the conversation appropriate, 0
 *     to 1; for a reward model with one output, the sigmoid of the reward
 * @param baselineDeltaPercent the difference from the baseline, in percent of it; NaN without a
 *     baseline
 * @param logitInappropriate the model's raw output for <em>inappropriate</em>; 0 for a reward
 * @param logitAppropriate the model's raw output for <em>appropriate</em>; the reward itself for a
 *     model with one output
 * @param tokens the number of tokens that the model read, at least 1
 * @param tokensDropped the number of tokens cut off on the left, because they did not fit
 * @param messages the number of messages up to this turn
 * @param messagesUsed the number of those messages that the model saw at least in part
 * @param flags notable facts about the score, with the names of score files, such as {@code
 *     truncated} and {@code ends-with-user}
 * @param botName the name under which the bot speaks
 * @param fields the fields of the input that {@link ReadOptions#keep} names, as text; without those
 *     that are empty or null
 * @param windowSha256 the hash of the token ids; equal hashes mean that the model read the same
 * @param isReward whether the model gives one reward, and not two logits
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
    List<String> flags,
    String botName,
    Map<String, String> fields,
    String windowSha256,
    boolean isReward)
    implements Judgement {
  private static final Location NOWHERE = new Location("", 0, 0);

  public Score {
    Objects.requireNonNull(id);
    flags = List.copyOf(flags);
    Objects.requireNonNull(botName);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    Objects.requireNonNull(windowSha256);
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
        score.flags().stream().map(Flag::outputName).toList(),
        score.context().botName(),
        texts(score.context().fields()),
        score.windowSha256(),
        score.scale() == Scale.REWARD);
  }

  /** The score as a row of a score file. */
  ConversationScore row() {
    Map<String, FieldValue> kept = new LinkedHashMap<>();
    fields.forEach((name, text) -> kept.put(name, FieldValue.string(text)));
    Set<Flag> raised = EnumSet.noneOf(Flag.class);
    for (Flag flag : Flag.values()) {
      if (flags.contains(flag.outputName())) {
        raised.add(flag);
      }
    }
    return new ConversationScore(
        new SampleId(0, id, turn),
        new RowContext(NOWHERE, botName, null, kept),
        appropriateProbability,
        baselineDeltaPercent,
        logitInappropriate,
        logitAppropriate,
        tokens,
        tokensDropped,
        messages,
        messagesUsed,
        raised,
        windowSha256,
        isReward ? Scale.REWARD : Scale.PROBABILITY);
  }

  private static Map<String, String> texts(Map<String, FieldValue> fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!value.isNothing()) {
            texts.put(name, value.text());
          }
        });
    return texts;
  }
}

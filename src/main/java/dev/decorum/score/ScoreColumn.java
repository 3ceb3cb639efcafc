package dev.decorum.score;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of score files in order. This is the only list of them, which writing, reading and
 * converting score files and the table in the reference follow. Kept fields of the input come after
 * {@link #BOT_NAME}.
 */
enum ScoreColumn {
  ID(
      "id",
      When.ALWAYS,
      text(score -> score.id().conversationId()),
      "the conversation, as the input names it"),
  TURN(
      "turn",
      When.TURNS,
      count(score -> score.id().turn()),
      "the number of the message that the row ends with"),
  BOT_NAME(
      "bot_name", When.ALWAYS, text(score -> score.context().botName()), "the name of the bot"),
  APPROPRIATE_PROBABILITY(
      "appropriate_probability",
      When.ALWAYS,
      probability(ConversationScore::appropriateProbability),
      "softmax of the logits, sigmoid of a reward: the probability that a user finds the"
          + " conversation appropriate"),
  CALIBRATED_PROBABILITY(
      "calibrated_probability",
      When.CALIBRATED,
      calibrated(),
      "that probability, corrected to the rates that your own labels show"),
  BASELINE_DELTA_PERCENT(
      "baseline_delta_percent",
      When.ALWAYS,
      percent(ConversationScore::baselineDeltaPercent),
      "`(p - baseline) / baseline * 100`; the platform's baseline is 0.672, so 0.818 gives +21.7%;"
          + " empty without a baseline"),
  REWARD(
      "reward",
      When.REWARDS,
      logit(ConversationScore::logitAppropriate),
      "the output of a model with one output, unchanged"),
  LOGIT_INAPPROPRIATE(
      "logit_inappropriate",
      When.PROBABILITIES,
      logit(ConversationScore::logitInappropriate),
      "the raw output for *inappropriate*; with more than two labels, the log-sum-exp of all but"
          + " the appropriate one"),
  LOGIT_APPROPRIATE(
      "logit_appropriate",
      When.PROBABILITIES,
      logit(ConversationScore::logitAppropriate),
      "the raw output for *appropriate*. Do not rank by one of the two alone"),
  TOKENS("tokens", When.ALWAYS, count(ConversationScore::tokens), "how many tokens the model read"),
  TOKENS_DROPPED(
      "tokens_dropped",
      When.ALWAYS,
      count(ConversationScore::tokensDropped),
      "how many tokens were cut off on the left to fit the window"),
  MESSAGES(
      "messages", When.ALWAYS, count(ConversationScore::messages), "how many messages there are"),
  MESSAGES_USED(
      "messages_used",
      When.ALWAYS,
      count(ConversationScore::messagesUsed),
      "how many of them the model saw at least in part"),
  FLAGS(
      "flags",
      When.ALWAYS,
      new Content(
          ColumnKind.FLAGS, (score, calibration, out) -> out.flags(FlagNames.of(score.flags()))),
      "notable facts about the row, see below"),
  WINDOW_SHA256(
      "window_sha256",
      When.ALWAYS,
      text(ConversationScore::windowSha256),
      "hash of the token ids: equal hashes mean that the model read the same input");

  private final String outputName;
  private final When when;

  @SuppressWarnings("ImmutableEnumChecker") // the function has no state
  private final Content content;

  private final String meaning;

  ScoreColumn(String outputName, When when, Content content, String meaning) {
    this.outputName = outputName;
    this.when = when;
    this.content = content;
    this.meaning = meaning;
  }

  /** The score files that have a column. */
  enum When {
    ALWAYS("always"),
    TURNS("with `--turns bot` or `all`"),
    CALIBRATED("with `--calibrated FILE`"),
    PROBABILITIES("where scores are probabilities"),

    /** In all other files, a field of the input may have the name. */
    REWARDS("where scores are rewards");

    private final String description;

    When(String description) {
      this.description = description;
    }

    /** The description for people. */
    @Override
    public String toString() {
      return description;
    }
  }

  /** The type of a column, and the function that gets its value from a score. */
  private record Content(ColumnKind kind, Extractor extractor) {}

  /** Takes one cell from a score and writes it. */
  private interface Extractor {
    void write(ConversationScore score, @Nullable ProbabilityCalibration calibration, RowOutput out)
        throws IOException;
  }

  /** A function to float, which the library lacks. */
  private interface ToFloatFunction {
    float applyAsFloat(ConversationScore score);
  }

  private static Content text(Function<ConversationScore, String> value) {
    return new Content(ColumnKind.TEXT, (score, calibration, out) -> out.text(value.apply(score)));
  }

  private static Content count(ToIntFunction<ConversationScore> value) {
    return new Content(
        ColumnKind.COUNT, (score, calibration, out) -> out.count(value.applyAsInt(score)));
  }

  private static Content probability(ToDoubleFunction<ConversationScore> value) {
    return new Content(
        ColumnKind.PROBABILITY,
        (score, calibration, out) ->
            out.decimal(ColumnKind.probability(new BigDecimal(value.applyAsDouble(score)))));
  }

  private static Content calibrated() {
    return new Content(
        ColumnKind.PROBABILITY,
        (score, calibration, out) ->
            out.decimal(
                ColumnKind.probability(
                    new BigDecimal(
                        Objects.requireNonNull(calibration).probability(score.logit())))));
  }

  private static Content percent(ToDoubleFunction<ConversationScore> value) {
    return new Content(
        ColumnKind.PERCENT,
        (score, calibration, out) -> {
          double percent = value.applyAsDouble(score);
          if (Double.isNaN(percent)) {
            out.none();
          } else {
            out.decimal(ColumnKind.percent(new BigDecimal(percent)));
          }
        });
  }

  private static Content logit(ToFloatFunction value) {
    return new Content(
        ColumnKind.LOGIT, (score, calibration, out) -> out.single(value.applyAsFloat(score)));
  }

  /** The name of the column in score files. */
  String outputName() {
    return outputName;
  }

  When when() {
    return when;
  }

  ColumnKind kind() {
    return content.kind();
  }

  /** The meaning of the column, in the words of the reference. */
  String meaning() {
    return meaning;
  }

  /**
   * Whether a file has this column, and not a field of the input with the same name.
   *
   * @param names the names of all columns of the file
   */
  boolean isIn(Collection<String> names) {
    return names.contains(outputName)
        && (when != When.REWARDS || !names.contains(LOGIT_APPROPRIATE.outputName));
  }

  /**
   * Writes a score's cell of this column.
   *
   * @param calibration {@code null} for none, which leaves {@link When#CALIBRATED} columns out
   */
  void write(ConversationScore score, @Nullable ProbabilityCalibration calibration, RowOutput out)
      throws IOException {
    content.extractor().write(score, calibration, out);
  }

  /** The name of the column, for people. */
  @Override
  public String toString() {
    return outputName;
  }
}

package dev.decorum.score;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a score file has.
 *
 * @param withTurn whether there is a {@code turn} column
 * @param kept names of the fields that come from the input row, in their order
 * @param calibration what {@code calibrated_probability} comes from; {@code null} for no such
 *     column
 * @param scale of rewards there is one column, {@code reward}, in the place of the two logits
 */
public record ScoreColumns(
    boolean withTurn, List<String> kept, @Nullable Calibration calibration, Scale scale) {
  static final String ID = "id";
  static final String TURN = "turn";
  static final String BOT_NAME = "bot_name";
  static final String APPROPRIATE_PROBABILITY = "appropriate_probability";
  static final String CALIBRATED_PROBABILITY = "calibrated_probability";
  static final String BASELINE_DELTA_PERCENT = "baseline_delta_percent";
  static final String REWARD = "reward";
  static final String LOGIT_INAPPROPRIATE = "logit_inappropriate";
  static final String LOGIT_APPROPRIATE = "logit_appropriate";
  static final String TOKENS = "tokens";
  static final String TOKENS_DROPPED = "tokens_dropped";
  static final String MESSAGES = "messages";
  static final String MESSAGES_USED = "messages_used";
  static final String FLAGS = "flags";
  static final String WINDOW_SHA256 = "window_sha256";

  private static final List<String> LOGITS = List.of(LOGIT_INAPPROPRIATE, LOGIT_APPROPRIATE);

  private static final List<String> AFTER_LOGITS =
      List.of(TOKENS, TOKENS_DROPPED, MESSAGES, MESSAGES_USED, FLAGS, WINDOW_SHA256);

  /**
   * @throws IllegalArgumentException if a kept field has the name of a column or comes twice
   */
  public ScoreColumns {
    kept = List.copyOf(kept);
    Objects.requireNonNull(scale);
    Set<String> taken = new HashSet<>(AFTER_LOGITS);
    taken.addAll(LOGITS);
    taken.addAll(
        List.of(
            ID,
            TURN,
            BOT_NAME,
            APPROPRIATE_PROBABILITY,
            CALIBRATED_PROBABILITY,
            BASELINE_DELTA_PERCENT));
    if (scale == Scale.REWARD) {
      taken.add(REWARD);
    }
    for (String name : kept) {
      if (!taken.add(name)) {
        throw new IllegalArgumentException(
            "the field '" + name + "' cannot be kept: the score file has a column of that name");
      }
    }
  }

  /** Columns of probabilities. */
  public ScoreColumns(boolean withTurn, List<String> kept, @Nullable Calibration calibration) {
    this(withTurn, kept, calibration, Scale.PROBABILITY);
  }

  /** Columns of probabilities without a calibrated one. */
  public ScoreColumns(boolean withTurn, List<String> kept) {
    this(withTurn, kept, null);
  }

  /** All names in the order of the file. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(ID);
    if (withTurn) {
      names.add(TURN);
    }
    names.add(BOT_NAME);
    names.addAll(kept);
    names.add(APPROPRIATE_PROBABILITY);
    if (calibration != null) {
      names.add(CALIBRATED_PROBABILITY);
    }
    names.add(BASELINE_DELTA_PERCENT);
    names.addAll(scale == Scale.REWARD ? List.of(REWARD) : LOGITS);
    names.addAll(AFTER_LOGITS);
    return names;
  }

  /** The calibrated probability of a score, where there is a calibration. */
  public double calibrated(ConversationScore score) {
    Calibration known = Objects.requireNonNull(calibration);
    return known.probability(score.logit());
  }

  /** A probability with 9 decimals: three more than anyone should rely on. */
  static BigDecimal probability(double value) {
    return new BigDecimal(value).setScale(9, RoundingMode.HALF_EVEN);
  }

  /** A percentage with 6 decimals. */
  static BigDecimal percent(double value) {
    return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN);
  }

  /** How probabilities are corrected, as a manifest says it; {@code null} if they are not. */
  public RunManifest.@Nullable Calibrated correction() {
    return calibration == null ? null : calibration.summary();
  }
}

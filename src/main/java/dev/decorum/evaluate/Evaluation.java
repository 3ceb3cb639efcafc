package dev.decorum.evaluate;

import dev.decorum.score.Scale;
import dev.decorum.stats.Estimate;
import dev.decorum.stats.Reliability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a reward model is. All intervals are 95% and, where rows are clustered, account for it.
 *
 * @param rows how many rows there were
 * @param unlabelled how many of them nobody had labelled and no pair held
 * @param options what was asked
 * @param scale what the scores are numbers of; a reward is taken for a probability by its sigmoid
 * @param labels against labels; {@code null} where there are none
 * @param preferences against preference pairs; {@code null} where there are none
 */
public record Evaluation(
    int rows,
    int unlabelled,
    EvaluationOptions options,
    Scale scale,
    @Nullable AgainstLabels labels,
    @Nullable AgainstPreferences preferences) {

  /**
   * Against labels.
   *
   * @param population who was judged
   * @param quality how good the probabilities are
   * @param ranking how well they order
   * @param calibration whether they come true
   * @param thresholds decisions at several thresholds
   * @param length what the length of a conversation does
   * @param slices the same numbers by values of fields
   * @param slicesLeftOut how many values of fields were too many to be looked at
   */
  public record AgainstLabels(
      Population population,
      Quality quality,
      Discrimination ranking,
      CalibrationQuality calibration,
      List<Threshold> thresholds,
      Length length,
      List<SliceEvaluation> slices,
      int slicesLeftOut) {
    public AgainstLabels {
      thresholds = List.copyOf(thresholds);
      slices = List.copyOf(slices);
    }
  }

  /**
   * Who was judged.
   *
   * @param labelled rows with a label
   * @param appropriate how many of them are labelled appropriate
   * @param clusters how many clusters they form; as many as rows where none were named
   * @param baseRate the share labelled appropriate
   * @param meanProbability the mean score, which is the baseline that suits this corpus
   */
  public record Population(
      int labelled, int appropriate, int clusters, Estimate baseRate, Estimate meanProbability) {}

  /**
   * How good the probabilities are.
   *
   * @param loss mean cross-entropy in nats, as Hugging Face's Trainer reports it
   * @param accuracy the share of rows whose greater logit is the label's, as the Trainer's argmax
   * @param logLossSkill 1 - loss / loss of a constant guess at the base rate
   * @param brier mean squared difference of probability and label
   * @param brierSkill 1 - brier / brier of that guess
   */
  public record Quality(
      Estimate loss,
      Estimate accuracy,
      Estimate logLossSkill,
      Estimate brier,
      Estimate brierSkill) {}

  /**
   * How well the probabilities order.
   *
   * @param rocAuc the probability that an appropriate conversation scores above an inappropriate
   *     one
   * @param prAucAppropriate average precision in finding appropriate conversations
   * @param prAucInappropriate average precision in finding inappropriate conversations
   */
  public record Discrimination(
      Estimate rocAuc, Estimate prAucAppropriate, Estimate prAucInappropriate) {}

  /**
   * Whether probabilities come true.
   *
   * @param inTheLarge mean probability less base rate
   * @param slope of the logistic regression of the label on the logit; 1 is perfect, less means
   *     overconfident
   * @param intercept of that regression; 0 is perfect
   * @param expectedError expected calibration error over {@code bins}
   * @param chance what that would be were every probability exactly right
   * @param bins the reliability table
   */
  public record CalibrationQuality(
      Estimate inTheLarge,
      Estimate slope,
      Estimate intercept,
      Estimate expectedError,
      Reliability.ChanceLevel chance,
      List<Reliability.Bin> bins) {
    public CalibrationQuality {
      bins = List.copyOf(bins);
    }
  }

  /**
   * Decisions at a threshold: appropriate from it on.
   *
   * @param kind where the threshold comes from
   * @param threshold a probability; NaN where none could be chosen
   * @param rows how many rows were decided on: all, or the half that did not choose the threshold
   * @param counts right and wrong decisions
   * @param appropriate how well appropriate conversations are found
   * @param inappropriate how well inappropriate ones are found
   * @param matthewsCorrelation correlation of decision and label
   * @param balancedAccuracy mean of the two recalls
   */
  public record Threshold(
      Kind kind,
      double threshold,
      int rows,
      Counts counts,
      ClassQuality appropriate,
      ClassQuality inappropriate,
      Estimate matthewsCorrelation,
      Estimate balancedAccuracy) {

    /** Where a threshold comes from. */
    public enum Kind {
      /** One half: the greater of the two outputs. */
      HALF,
      /** The baseline that scores are read against. */
      BASELINE,
      /** The best balanced accuracy on one half of the clusters, judged on the other half. */
      BEST_ON_OTHER_HALF
    }
  }

  /**
   * Right and wrong decisions.
   *
   * @param trueAppropriate decided appropriate, and labelled so
   * @param falseAppropriate decided appropriate, but labelled inappropriate
   * @param trueInappropriate decided inappropriate, and labelled so
   * @param falseInappropriate decided inappropriate, but labelled appropriate
   */
  public record Counts(
      long trueAppropriate,
      long falseAppropriate,
      long trueInappropriate,
      long falseInappropriate) {}

  /**
   * How well a class is found.
   *
   * @param precision of those decided to be of it, the share that is
   * @param recall of those that are, the share decided so
   * @param f1 the harmonic mean of the two
   */
  public record ClassQuality(Estimate precision, Estimate recall, Estimate f1) {}

  /**
   * What the length of a conversation does.
   *
   * @param spearman rank correlation of score and number of tokens
   * @param shareTruncated the share of rows of which something was cut off
   * @param bins rows by length, shortest first
   */
  public record Length(Estimate spearman, Estimate shareTruncated, List<LengthBin> bins) {
    public Length {
      bins = List.copyOf(bins);
    }
  }

  /**
   * Rows of about one length.
   *
   * @param shortest fewest tokens
   * @param longest most tokens
   * @param count how many rows
   * @param baseRate their share labelled appropriate
   * @param meanProbability their mean score
   * @param loss their mean cross-entropy
   */
  public record LengthBin(
      int shortest,
      int longest,
      int count,
      Estimate baseRate,
      Estimate meanProbability,
      Estimate loss) {}

  /**
   * Rows with one value of a field.
   *
   * @param field the field
   * @param value the value
   * @param count how many rows
   * @param clusters how many clusters they form
   * @param baseRate the share labelled appropriate
   * @param meanProbability their mean score
   * @param loss their mean cross-entropy
   * @param accuracy the share of right decisions
   * @param rocAuc how well appropriate and inappropriate ones are told apart
   * @param lossDifference their mean cross-entropy less that of all other rows
   * @param pValue of no such difference
   * @param qValue the same under false-discovery control over all slices
   */
  public record SliceEvaluation(
      String field,
      String value,
      int count,
      int clusters,
      Estimate baseRate,
      Estimate meanProbability,
      Estimate loss,
      Estimate accuracy,
      Estimate rocAuc,
      Estimate lossDifference,
      double pValue,
      double qValue) {

    SliceEvaluation withQValue(double newQValue) {
      return new SliceEvaluation(
          field,
          value,
          count,
          clusters,
          baseRate,
          meanProbability,
          loss,
          accuracy,
          rocAuc,
          lossDifference,
          pValue,
          newQValue);
    }
  }

  /**
   * Against preference pairs.
   *
   * @param count how many pairs
   * @param clusters how many clusters they form
   * @param ties pairs whose two replies score the same
   * @param incomplete conversations whose other half is missing, or whose id is not unique
   * @param accuracy the share of pairs whose chosen reply scores higher, ties counted half
   * @param margin mean probability of chosen less rejected
   * @param logitMargin the same for the difference of logits
   */
  public record AgainstPreferences(
      int count,
      int clusters,
      int ties,
      int incomplete,
      Estimate accuracy,
      Estimate margin,
      Estimate logitMargin) {}
}

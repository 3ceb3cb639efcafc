package dev.decorum.evaluate;

import dev.decorum.evaluate.Evaluation.AgainstLabels;
import dev.decorum.evaluate.Evaluation.AgainstPreferences;
import dev.decorum.evaluate.Evaluation.CalibrationQuality;
import dev.decorum.evaluate.Evaluation.ClassQuality;
import dev.decorum.evaluate.Evaluation.Counts;
import dev.decorum.evaluate.Evaluation.Discrimination;
import dev.decorum.evaluate.Evaluation.Length;
import dev.decorum.evaluate.Evaluation.LengthBin;
import dev.decorum.evaluate.Evaluation.Population;
import dev.decorum.evaluate.Evaluation.Quality;
import dev.decorum.evaluate.Evaluation.Threshold;
import dev.decorum.score.ScoreTable;
import dev.decorum.stats.AveragePrecision;
import dev.decorum.stats.Clustering;
import dev.decorum.stats.Confusion;
import dev.decorum.stats.EqualMassBins;
import dev.decorum.stats.LogisticRegression;
import dev.decorum.stats.MannWhitney;
import dev.decorum.stats.Means;
import dev.decorum.stats.RankCorrelation;
import dev.decorum.stats.Reliability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges a reward model by scored rows that people labelled, or chose between. */
public final class Evaluator {
  private static final int RELIABILITY_BINS = 10;
  private static final int LENGTH_BINS = 4;

  /** Fewer rows in a bin would show little but chance. */
  private static final int FEWEST_IN_BIN = 20;

  private final EvaluationOptions options;

  public Evaluator(EvaluationOptions options) {
    this.options = options;
  }

  /** Everything that the rows of {@code table} say about the model. */
  public Evaluation evaluate(ScoreTable table) {
    LabelledRows labelled = LabelledRows.of(table);
    PreferencePairs pairs = PreferencePairs.of(table);
    AgainstPreferences preferences = pairs.isEmpty() ? null : pairs.evaluate(options);
    return new Evaluation(
        table.size(),
        unlabelled(table, pairs),
        options,
        table.scale(),
        labelled.size() == 0 ? null : againstLabels(labelled),
        preferences);
  }

  private static int unlabelled(ScoreTable table, PreferencePairs pairs) {
    int count = 0;
    for (int row = 0; row < table.size(); row++) {
      count += table.label(row) == null && (pairs.isEmpty() || !pairs.isHalf(row)) ? 1 : 0;
    }
    return count;
  }

  private AgainstLabels againstLabels(LabelledRows rows) {
    Clustering clustering = rows.clustering(options);
    SliceEvaluations slices = SliceEvaluations.of(rows, options);
    return new AgainstLabels(
        population(rows, clustering),
        quality(rows, clustering),
        ranking(rows, clustering),
        calibration(rows, clustering),
        thresholds(rows, clustering),
        length(rows, clustering),
        slices.all(),
        slices.leftOut());
  }

  private static Population population(LabelledRows rows, Clustering clustering) {
    return new Population(
        rows.size(),
        rows.appropriate(),
        clustering.clusters(),
        Means.share(rows.outcomes(), clustering),
        Means.student(rows.probabilities(), clustering).within(0, 1));
  }

  private static Quality quality(LabelledRows rows, Clustering clustering) {
    double[] losses = rows.losses();
    double[] squaredErrors = rows.squaredErrors();
    return new Quality(
        Means.student(losses, clustering),
        Means.share(rows.hits(), clustering),
        Means.logLossSkill(losses, rows.labels(), clustering),
        Means.student(squaredErrors, clustering),
        Means.brierSkill(squaredErrors, rows.labels(), clustering));
  }

  private static Discrimination ranking(LabelledRows rows, Clustering clustering) {
    double[] against = new double[rows.size()];
    boolean[] inappropriate = new boolean[rows.size()];
    for (int row = 0; row < against.length; row++) {
      against[row] = -rows.probabilities()[row];
      inappropriate[row] = !rows.labels()[row];
    }
    return new Discrimination(
        MannWhitney.superiority(rows.probabilities(), rows.labels(), clustering),
        AveragePrecision.of(rows.probabilities(), rows.labels(), clustering),
        AveragePrecision.of(against, inappropriate, clustering));
  }

  private CalibrationQuality calibration(LabelledRows rows, Clustering clustering) {
    LogisticRegression fit = LogisticRegression.fit(rows.logits(), rows.labels(), true);
    Reliability reliability =
        new Reliability(
            rows.probabilities(), rows.labels(), clustering, bins(rows, RELIABILITY_BINS));
    return new CalibrationQuality(
        Means.student(rows.residuals(), clustering),
        fit.slopeEstimate(clustering),
        fit.interceptEstimate(clustering),
        reliability.expectedCalibrationError(options.resampling()),
        reliability.errorOfPerfectCalibration(options.resampling()),
        reliability.bins());
  }

  private List<Threshold> thresholds(LabelledRows rows, Clustering clustering) {
    List<Threshold> thresholds = new ArrayList<>();
    thresholds.add(threshold(Threshold.Kind.HALF, 0.5, rows, clustering));
    if (!Double.isNaN(options.baseline())) {
      thresholds.add(threshold(Threshold.Kind.BASELINE, options.baseline(), rows, clustering));
    }
    Threshold best = bestThreshold(rows, clustering);
    if (best != null) {
      thresholds.add(best);
    }
    return thresholds;
  }

  /** Chosen on one half and judged on the other: on its own half it would look too good. */
  private @Nullable Threshold bestThreshold(LabelledRows rows, Clustering clustering) {
    int[] folds = clustering.folds(2, options.resampling(), "threshold");
    LabelledRows choosing = rows.select(LabelledRows.ofFold(folds, 0, true));
    LabelledRows judging = rows.select(LabelledRows.ofFold(folds, 1, true));
    double best = Confusion.bestThreshold(choosing.probabilities(), choosing.labels());
    return Double.isNaN(best) || judging.size() == 0
        ? null
        : threshold(Threshold.Kind.BEST_ON_OTHER_HALF, best, judging, judging.clustering(options));
  }

  private static Threshold threshold(
      Threshold.Kind kind, double threshold, LabelledRows rows, Clustering clustering) {
    Confusion appropriate = Confusion.at(threshold, rows.probabilities(), rows.labels());
    return new Threshold(
        kind,
        threshold,
        rows.size(),
        new Counts(
            appropriate.truePositives(),
            appropriate.falsePositives(),
            appropriate.trueNegatives(),
            appropriate.falseNegatives()),
        detection(appropriate, clustering),
        detection(appropriate.ofOtherClass(), clustering),
        appropriate.matthewsCorrelation(clustering),
        appropriate.balancedAccuracy(clustering));
  }

  private static ClassQuality detection(Confusion confusion, Clustering clustering) {
    return new ClassQuality(
        confusion.precision(clustering), confusion.recall(clustering), confusion.f1(clustering));
  }

  private Length length(LabelledRows rows, Clustering clustering) {
    double[] tokens = rows.tokens();
    List<LengthBin> bins = new ArrayList<>();
    for (int[] members : EqualMassBins.of(tokens, bins(rows, LENGTH_BINS)).members()) {
      bins.add(lengthBin(rows.select(members), clustering.subset(members)));
    }
    return new Length(
        RankCorrelation.spearman(rows.probabilities(), tokens, clustering, options.resampling()),
        Means.share(rows.truncated(), clustering),
        bins);
  }

  private static int bins(LabelledRows rows, int most) {
    return Math.max(1, Math.min(most, rows.size() / FEWEST_IN_BIN));
  }

  private static LengthBin lengthBin(LabelledRows rows, Clustering clustering) {
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int row = 0; row < rows.size(); row++) {
      shortest = Math.min(shortest, rows.table().tokens(row));
      longest = Math.max(longest, rows.table().tokens(row));
    }
    return new LengthBin(
        shortest,
        longest,
        rows.size(),
        Means.share(rows.outcomes(), clustering),
        Means.student(rows.probabilities(), clustering).within(0, 1),
        Means.student(rows.losses(), clustering));
  }
}

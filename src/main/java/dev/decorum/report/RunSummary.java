package dev.decorum.report;

import dev.decorum.score.ReusedRows;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreSummary;
import dev.decorum.score.Understood;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Summarises a run: a small table and a histogram for a terminal, plain lines for a log. */
public final class RunSummary {
  /** Quantiles and a histogram of fewer scores would say little. */
  private static final int FEWEST_FOR_SHAPE = 10;

  private static final int BAR_WIDTH = 40;
  private static final int NARROWEST_BAR = 4;
  private static final int BINS = 10;

  private RunSummary() {}

  /** Lines for a log: the result, remarks on the inputs, and the time taken. */
  public static List<String> logLines(RunReport report, ReusedRows reused) {
    ScoreSummary scores = report.scores();
    StringBuilder line = new StringBuilder("scored ").append(counts(report.run()));
    if (scores.count() > 0) {
      line.append(isReward(scores) ? ", mean reward " : ", mean ").append(mean(scores));
      if (scores.hasBaseline()) {
        line.append(", ")
            .append(NumberFormat.SHARE.text(scores.shareBelowBaseline()))
            .append(" below ")
            .append(isReward(scores) ? "the baseline " + scores.baseline() : "it");
      }
    }
    if (!scores.flags().isEmpty()) {
      line.append(", flags: ").append(flags(scores));
    }
    List<String> lines = new ArrayList<>();
    lines.add(line.toString());
    Understood understood = report.run().understood();
    if (understood != null) {
      lines.addAll(UnderstoodText.logLines(understood));
    }
    lines.add("took " + speed(report.run(), reused));
    return lines;
  }

  /** A table, and a histogram if there are enough scores. */
  public static List<String> terminalLines(RunReport report, ReusedRows reused, LineLayout layout) {
    ScoreSummary scores = report.scores();
    RunManifest run = report.run();
    List<String> lines = new ArrayList<>();
    lines.add(row("scored", painted(counts(run), run, layout)));
    if (scores.count() > 0) {
      lines.add(row(isReward(scores) ? "mean reward" : "mean", mean(scores)));
      lines.add(
          scores.count() >= FEWEST_FOR_SHAPE
              ? row("quantiles", quantiles(scores))
              : row("range", range(scores)));
      if (scores.hasBaseline()) {
        lines.add(
            row(
                "below baseline",
                NumberText.count(scores.belowBaseline())
                    + "  ("
                    + NumberFormat.SHARE.text(scores.shareBelowBaseline())
                    + ")"));
      }
    }
    if (!scores.flags().isEmpty()) {
      lines.add(row("flags", flags(scores)));
    }
    Understood understood = run.understood();
    if (understood != null) {
      UnderstoodText.rows(understood)
          .forEach((name, text) -> lines.add(row(name, TerminalText.harmless(text))));
    }
    lines.add(row("speed", speed(run, reused)));
    if (scores.count() >= FEWEST_FOR_SHAPE && !isReward(scores)) {
      lines.add("");
      lines.addAll(histogram(scores, layout));
    }
    return lines;
  }

  private static String counts(RunManifest run) {
    RunManifest.CountsEntry counts = run.counts();
    String rejected = counts.rejected() == 0 ? "none" : NumberText.count(counts.rejected());
    String failed =
        counts.inputsFailed() == 0
            ? ""
            : ", " + NumberText.count(counts.inputsFailed()) + " inputs unusable";
    return NumberText.count(counts.scored()) + ", " + rejected + " rejected" + failed;
  }

  private static boolean isReward(ScoreSummary scores) {
    return scores.scale() == Scale.REWARD;
  }

  private static String mean(ScoreSummary scores) {
    if (Double.isNaN(scores.meanDeltaPercent())) {
      return NumberFormat.PROBABILITY.text(scores.mean());
    }
    return NumberFormat.PROBABILITY.text(scores.mean())
        + " ("
        + NumberFormat.DELTA_PERCENT.text(scores.meanDeltaPercent())
        + " against the baseline "
        + scores.baseline()
        + ")";
  }

  private static String flags(ScoreSummary scores) {
    return scores.flags().entrySet().stream()
        .map(flag -> flag.getKey().outputName() + " " + NumberText.count(flag.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String range(ScoreSummary scores) {
    return NumberFormat.PROBABILITY.text(scores.min())
        + " to "
        + NumberFormat.PROBABILITY.text(scores.max());
  }

  private static String quantiles(ScoreSummary scores) {
    return scores.quantiles().entrySet().stream()
        .map(
            quantile ->
                Math.round(quantile.getKey() * 100)
                    + "% "
                    + NumberFormat.PROBABILITY.text(quantile.getValue()))
        .collect(Collectors.joining("  "));
  }

  /** What a bad count is, in colour. */
  private static String painted(String counts, RunManifest run, LineLayout layout) {
    boolean isBad = run.counts().rejected() > 0 || run.counts().inputsFailed() > 0;
    int from = counts.indexOf(", ") + 2;
    return isBad
        ? counts.substring(0, from) + layout.paint(counts.substring(from), Document.Tone.BAD)
        : counts;
  }

  /** The speed of what was computed: rows that were there already took no time. */
  private static String speed(RunManifest run, ReusedRows reused) {
    long rows = run.counts().scored() - reused.rows();
    long tokens = run.counts().tokens() - reused.tokens();
    String rate =
        ", "
            + NumberFormat.RATE.text(rows / run.seconds())
            + " rows/s, "
            + NumberFormat.RATE.text(tokens / run.seconds())
            + " tokens/s on "
            + run.device();
    if (reused.rows() == 0) {
      return NumberFormat.SECONDS.text(run.seconds()) + rate;
    }
    return NumberFormat.SECONDS.text(run.seconds())
        + (rows > 0 ? rate + "; " : ", ")
        + NumberText.counted(reused.rows(), "row")
        + (reused.rows() == 1 ? " was" : " were")
        + " there already";
  }

  /** Ten bars; the one with the baseline is marked. */
  private static List<String> histogram(ScoreSummary scores, LineLayout layout) {
    int perBin = scores.histogram().size() / BINS;
    List<Long> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      long sum = 0;
      for (int part = 0; part < perBin; part++) {
        sum += scores.histogram().get(bin * perBin + part);
      }
      bins.add(sum);
    }
    long tallest = Collections.max(bins);
    String baseline = "  <- baseline " + scores.baseline();
    int beside = 12 + 1 + NumberText.count(tallest).length() + baseline.length();
    int width = Math.max(NARROWEST_BAR, Math.min(BAR_WIDTH, layout.columns() - beside));
    List<String> lines = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double low = (double) bin / BINS;
      boolean holdsBaseline = (int) (scores.baseline() * BINS) == bin;
      String line =
          String.format(
              Locale.ROOT,
              "  %.1f-%.1f  %s %s%s",
              low,
              low + 1.0 / BINS,
              TerminalText.bar((double) bins.get(bin) / tallest, width),
              NumberText.count(bins.get(bin)),
              holdsBaseline ? baseline : "");
      lines.add(line);
    }
    return lines;
  }

  private static String row(String name, String value) {
    return String.format(Locale.ROOT, "  %-16s%s", name, value);
  }
}

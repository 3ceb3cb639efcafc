package dev.decorum.report;

import dev.decorum.bench.BenchReport;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Trial;
import dev.decorum.bench.Tuning;
import dev.decorum.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Throughput in words and tables. */
public final class BenchDocument {
  private BenchDocument() {}

  /** The measurements, what was measured, and which settings are best. */
  public static Document of(BenchReport report) {
    Document document = new Document();
    document.heading("Throughput");
    document.table(
        1,
        List.of(
            "",
            "conversations",
            "rows",
            "tokens",
            "repeated",
            "time",
            "conv./s",
            "tokens/s",
            "of the product",
            "peak memory"),
        report.measurements().stream().map(each -> row(each, report)).toList());
    document.paragraph(legend(report));
    report.tuning().ifPresent(tuning -> addTuning(tuning, document));
    document.heading("What was measured");
    document.paragraph(setting(report));
    return document;
  }

  /** What to type for the best speed, in one line. */
  public static String recommendation(Tuning tuning) {
    Trial threads = tuning.bestThreads();
    String best = "best here: --threads " + threads.threads();
    if (threads.threads() > 1) {
      best += " (" + times(tuning.threadsGain()) + " of 1 thread)";
    }
    return best
        + tuning
            .bestBatchTokens()
            .map(
                trial ->
                    ", --batch-tokens "
                        + trial.batchTokens().orElseThrow()
                        + " ("
                        + times(tuning.batchTokensGain(trial))
                        + ")")
            .orElse(", --batch-tokens as it is");
  }

  private static List<String> row(Measurement measurement, BenchReport report) {
    return List.of(
        measurement.workload().label(),
        Numbers.count(measurement.conversations()),
        Numbers.count(measurement.rows()),
        Numbers.count(measurement.tokens()),
        Numbers.share(measurement.repeatedShare()),
        Numbers.seconds(measurement.medianSeconds()),
        Numbers.rate(measurement.conversationsPerSecond()),
        Numbers.rate(measurement.tokensPerSecond()),
        Numbers.share(report.shareOfProductRate(measurement)),
        measurement.peakBytes() < 0
            ? "-"
            : Numbers.count(Math.round(measurement.peakBytes() / 1e6)) + " MB");
  }

  private static String legend(BenchReport report) {
    int runs = report.measurements().isEmpty() ? 0 : report.measurements().get(0).seconds().size();
    String legend =
        (runs == 1 ? "Time: one run, " : "Time: the median of " + runs + " runs, ")
            + "from conversations in memory to scores. Repeated: tokens that stand in a prefix which"
            + " another row has too, so that they need not be computed again. ";
    if (report.productRate().isPresent()) {
      legend +=
          "Of the product: the linear layers of all tokens against a bare float32 matrix product,"
              + " which reaches "
              + Numbers.rate(report.productRate().getAsDouble() / 1e9)
              + " GFLOP/s here with as many threads; work that is spared, as by shared prefixes,"
              + " counts as done, so more than 100% is possible. ";
    }
    return legend
        + "Peak memory: most that the process had resident, Java's heap and the model included.";
  }

  private static void addTuning(Tuning tuning, Document document) {
    document.heading("Settings");
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : tuning.threads()) {
      rows.add(
          List.of(
              "--threads " + trial.threads(),
              Numbers.rate(trial.tokensPerSecond()),
              times(trial.tokensPerSecond() / tuning.threads().get(0).tokensPerSecond())));
    }
    for (Trial trial : tuning.batchTokens()) {
      rows.add(
          List.of(
              "--threads "
                  + trial.threads()
                  + (trial.batchTokens().isPresent()
                      ? " --batch-tokens " + trial.batchTokens().getAsInt()
                      : ", batches as they are"),
              Numbers.rate(trial.tokensPerSecond()),
              times(tuning.batchTokensGain(trial))));
    }
    document.table(1, List.of("", "tokens/s", "gain"), rows);
    document.paragraph(recommendation(tuning));
  }

  private static String setting(BenchReport report) {
    Network network = report.model().network();
    String processor = report.machine().processor();
    return report.model().name()
        + (report.model().demo() ? " (the bundled demo model)" : "")
        + ": "
        + Numbers.counted(network.layers(), "layer")
        + ", width "
        + network.width()
        + (report.model().randomWeights() ? ", random weights" : "")
        + "; window of "
        + Numbers.count(report.setting().maxTokens())
        + " tokens; loaded in "
        + Numbers.seconds(report.loadSeconds())
        + ", which is not in the times above. On "
        + report.setting().device()
        + " in "
        + report.setting().precision()
        + " with "
        + Numbers.counted(report.setting().threads(), "thread")
        + "; "
        + report.machine().system()
        + (processor.isEmpty() ? "" : ", " + processor)
        + ", "
        + Numbers.counted(report.machine().cores(), "core")
        + ". Seed "
        + report.setting().seed()
        + ".";
  }

  private static String times(double factor) {
    return String.format(Locale.ROOT, factor < 10 ? "%.2fx" : "%.1fx", factor);
  }
}

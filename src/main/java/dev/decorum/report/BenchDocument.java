package dev.decorum.report;

import static dev.decorum.report.NumberFormat.FACTOR;
import static dev.decorum.report.NumberFormat.MEMORY;
import static dev.decorum.report.NumberFormat.RATE;
import static dev.decorum.report.NumberFormat.SECONDS;
import static dev.decorum.report.NumberFormat.SHARE;

import dev.decorum.bench.BenchReport;
import dev.decorum.bench.Measurement;
import dev.decorum.bench.Trial;
import dev.decorum.bench.Tuning;
import dev.decorum.model.Network;
import java.util.ArrayList;
import java.util.List;

/** The report of a benchmark, in words and tables. */
public final class BenchDocument {
  private BenchDocument() {}

  /** The measurements, the workloads behind them, and the best settings. */
  public static Document of(BenchReport report) {
    Document document = new Document();
    document.heading("Throughput");
    document.table(
        new Columns<Measurement>()
            .name("", each -> each.workload().label())
            .count("conversations", Measurement::conversations)
            .count("rows", Measurement::rows)
            .count("tokens", Measurement::tokens)
            .number("repeated", SHARE, Measurement::repeatedShare)
            .number("time", SECONDS, Measurement::medianSeconds)
            .number("conv./s", RATE, Measurement::conversationsPerSecond)
            .number("tokens/s", RATE, Measurement::tokensPerSecond)
            .number("of the product", SHARE, report::shareOfProductRate)
            .number("peak memory", MEMORY, BenchDocument::peakBytes),
        report.measurements());
    document.paragraph(legend(report));
    report.tuning().ifPresent(tuning -> addTuning(tuning, document));
    document.heading("What was measured");
    document.paragraph(setting(report));
    return document;
  }

  /** The options for the best speed, in one line. */
  public static String recommendation(Tuning tuning) {
    Trial threads = tuning.bestThreads();
    String best = "best here: --threads " + threads.threads();
    if (threads.threads() > 1) {
      best += " (" + FACTOR.text(tuning.threadsGain()) + " of 1 thread)";
    }
    return best
        + tuning
            .bestBatchTokens()
            .map(
                trial ->
                    ", --batch-tokens "
                        + trial.batchTokens().orElseThrow()
                        + " ("
                        + FACTOR.text(tuning.batchTokensGain(trial))
                        + ")")
            .orElse(", --batch-tokens as it is");
  }

  private static double peakBytes(Measurement measurement) {
    return measurement.peakBytes() < 0 ? Double.NaN : measurement.peakBytes();
  }

  private static String legend(BenchReport report) {
    int runs = report.measurements().isEmpty() ? 0 : report.measurements().get(0).seconds().size();
    String legend =
        (runs == 1 ? "Time: one run, " : "Time: the median of " + runs + " runs, ")
            + "from conversations in memory to scores. Repeated: tokens in a prefix that another row"
            + " has as well, so that they need not be computed again. ";
    if (report.productRate().isPresent()) {
      legend +=
          "Of the product: the linear layers of all tokens against a bare float32 matrix product,"
              + " which reaches "
              + RATE.text(report.productRate().getAsDouble() / 1e9)
              + " GFLOP/s here with as many threads; work that is saved, for example by shared"
              + " prefixes, counts as done, so more than 100% is possible. ";
    }
    return legend
        + "Peak memory: the most that the process had resident, Java's heap and the model included.";
  }

  private static void addTuning(Tuning tuning, Document document) {
    document.heading("Settings");
    List<Setting> settings = new ArrayList<>();
    for (Trial trial : tuning.threads()) {
      settings.add(
          new Setting(
              "--threads " + trial.threads(),
              trial.tokensPerSecond(),
              trial.tokensPerSecond() / tuning.threads().get(0).tokensPerSecond()));
    }
    for (Trial trial : tuning.batchTokens()) {
      settings.add(
          new Setting(
              "--threads "
                  + trial.threads()
                  + (trial.batchTokens().isPresent()
                      ? " --batch-tokens " + trial.batchTokens().getAsInt()
                      : ", batches as they are"),
              trial.tokensPerSecond(),
              tuning.batchTokensGain(trial)));
    }
    document.table(
        new Columns<Setting>()
            .name("", Setting::flags)
            .number("tokens/s", RATE, Setting::tokensPerSecond)
            .number("gain", FACTOR, Setting::gain),
        settings);
    document.paragraph(recommendation(tuning));
  }

  private record Setting(String flags, double tokensPerSecond, double gain) {}

  private static String setting(BenchReport report) {
    Network network = report.model().network();
    String processor = report.machine().processor();
    return report.model().name()
        + (report.model().demo() ? " (the bundled demo model)" : "")
        + ": "
        + NumberText.counted(network.layers(), "layer")
        + ", width "
        + network.width()
        + (report.model().randomWeights() ? ", random weights" : "")
        + "; window of "
        + NumberText.count(report.setting().maxTokens())
        + " tokens; loaded in "
        + SECONDS.text(report.loadSeconds())
        + ", which is not in the times above. On "
        + report.setting().device()
        + " in "
        + report.setting().precision()
        + " with "
        + NumberText.counted(report.setting().threads(), "thread")
        + "; "
        + report.machine().system()
        + (processor.isEmpty() ? "" : ", " + processor)
        + ", "
        + NumberText.counted(report.machine().cores(), "core")
        + ". Seed "
        + report.setting().seed()
        + ".";
  }
}

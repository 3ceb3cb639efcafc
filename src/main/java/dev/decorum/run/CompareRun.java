package dev.decorum.run;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Gate;
import dev.decorum.compare.Version;
import dev.decorum.report.Checks;
import dev.decorum.report.ComparisonDocument;
import dev.decorum.report.ComparisonJson;
import dev.decorum.report.ScoreSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells which version of a bot is more appropriate. */
public final class CompareRun {
  private final CompareRequest request;
  private final RunContext context;
  private final RunListener listener;
  private final List<String> inputs;

  public CompareRun(CompareRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
    this.inputs = request.scoring().input().inputs();
  }

  /**
   * Collects the versions, compares them and writes the report.
   *
   * @throws dev.decorum.failure.DecorumException if the comparison is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    StatisticsRequest statistics = request.statistics();
    TouchedFiles.of(context)
        .of(request.scoring())
        .writing(request.report().file(), request.page().file())
        .check();
    try (ScoreCollector collector =
        new ScoreCollector(request.scoring(), statistics.fields(), listener)) {
      VersionCollector versionCollector =
          new VersionCollector(
              inputs, request.versions(), statistics.fields(), collector, listener);
      List<ScoreSource> sources = new ArrayList<>();
      List<Version> collected = collect(versionCollector, sources);
      List<Version> versions = versionCollector.largeEnough(collected);
      if (collector.isFruitless(versions)) {
        return collector.rejects().status();
      }
      Comparison comparison = report(versions, sources);
      collector.rejects().commit();
      return status(comparison, versions.size() == collected.size(), collector.rejects());
    }
  }

  /** The versions; those of a single input are the values of the first {@code --by} field. */
  private List<Version> collect(VersionCollector versionCollector, List<ScoreSource> sources)
      throws IOException, InterruptedException {
    if (inputs.size() == 1) {
      return versionCollector.ofField(request.statistics().by().get(0), sources);
    }
    List<List<ScoreSource>> byVersion = new ArrayList<>();
    List<Version> versions = versionCollector.ofInputs(byVersion);
    byVersion.forEach(sources::addAll);
    return versions;
  }

  private Comparison report(List<Version> versions, List<ScoreSource> sources) throws IOException {
    StatisticsRequest statistics = request.statistics();
    List<String> mismatches = RunAgreement.check(sources, request.versions().allowMismatch());
    RunAgreement.remark(sources, statistics.cluster(), listener);
    List<String> by = statistics.by();
    ComparisonOptions options =
        new ComparisonOptions(
            request.scoring().window().baseline(sources, versions.get(0).table().scale()),
            request.gate().margin(versions),
            request.versions().pairing(),
            statistics.cluster(),
            inputs.size() == 1 ? by.subList(1, by.size()) : by,
            statistics.resampling());
    Comparison comparison = new Comparer(options).compare(versions);
    ReportOutput.Report report =
        new ReportOutput.Report(
            "Comparison of " + String.join(", ", versions.stream().map(Version::name).toList()),
            () -> ComparisonDocument.of(comparison, mismatches),
            () -> ComparisonJson.text(comparison, sources, mismatches),
            () -> Checks.of(comparison),
            sources);
    request.report().write(report);
    request.page().write(report.title(), report.document(), sources);
    return comparison;
  }

  /**
   * The status by the gate, if there is one and all inputs could be used.
   *
   * @param all whether all versions were compared; otherwise the gate is not passed
   */
  private RunStatus status(Comparison comparison, boolean all, Rejects rejects) {
    Gate gate = request.gate().gate();
    if (gate == null) {
      return rejects.status();
    }
    Gate.Outcome compared = gate.of(comparison);
    Gate.Outcome outcome =
        compared == Gate.Outcome.PASS && !all ? Gate.Outcome.INCONCLUSIVE : compared;
    listener.warning(
        switch (outcome) {
          case PASS -> "gate: pass";
          case FAIL -> "gate: FAIL";
          case INCONCLUSIVE -> "gate: not enough data to decide";
        });
    if (rejects.status() != RunStatus.DONE) {
      return rejects.status();
    }
    return switch (outcome) {
      case PASS -> RunStatus.DONE;
      case FAIL -> RunStatus.NOT_PASSED;
      case INCONCLUSIVE -> RunStatus.UNDECIDED;
    };
  }
}

package dev.decorum.run;

import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Version;
import dev.decorum.conversation.Conversation;
import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.overview.Overview;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.overview.Overviewer;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Check;
import dev.decorum.report.Checks;
import dev.decorum.report.Excerpt;
import dev.decorum.report.OverviewDetails;
import dev.decorum.report.OverviewDocument;
import dev.decorum.report.OverviewJson;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.SharedField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a report on scores, or on a training. */
public final class ReportRun {
  private final ReportRequest request;
  private final RunContext context;
  private final RunListener listener;

  public ReportRun(ReportRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Writes the report on a training if the input is its folder; otherwise collects the versions and
   * writes the report on them.
   *
   * @throws dev.decorum.failure.DecorumException if the report is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    if (TrainingReportRun.isAskedForBy(request)) {
      return new TrainingReportRun(request, context).run();
    }
    TouchedFiles.of(context).of(request.scoring()).writing(request.report().file()).check();
    Set<String> fields = new LinkedHashSet<>(request.statistics().fields());
    fields.add(ScoredRow.TURN);
    try (ScoreCollector collector = new ScoreCollector(request.scoring(), fields, listener)) {
      if (request.statistics().cluster().isEmpty()) {
        collector.findSharedFields();
      }
      List<List<ScoreSource>> byVersion = new ArrayList<>();
      List<Version> versions =
          new VersionCollector(
                  request.scoring().input().inputs(),
                  request.versions(),
                  fields,
                  collector,
                  listener)
              .ofInputs(byVersion);
      if (collector.isFruitless(versions)) {
        return collector.rejects().status();
      }
      if (versions.stream().allMatch(version -> version.table().size() == 0)) {
        collector.rejects().commit();
        throw new InputException(
            String.join(", ", request.scoring().input().inputs())
                + ": has no row that could be used, so there is nothing to report");
      }
      Map<String, List<ScoreSource>> sources = new LinkedHashMap<>();
      for (int i = 0; i < versions.size(); i++) {
        sources.put(versions.get(i).name(), byVersion.get(i));
      }
      write(versions, sources, collector);
      collector.rejects().commit();
      return collector.rejects().status();
    }
  }

  private void write(
      List<Version> versions, Map<String, List<ScoreSource>> byVersion, ScoreCollector collector)
      throws IOException, InterruptedException {
    SharedField sharedField = collector.sharedField().orElse(null);
    StatisticsRequest statistics = request.statistics();
    List<ScoreSource> sources = byVersion.values().stream().flatMap(List::stream).toList();
    List<String> mismatches = RunAgreement.check(sources, request.versions().allowMismatch());
    RunAgreement.remark(sources, statistics.cluster(), listener);
    double baseline = request.scoring().window().baseline(sources, versions.get(0).table().scale());
    Overview overview =
        new Overviewer(
                new OverviewOptions(
                    baseline,
                    statistics.cluster(),
                    statistics.by(),
                    request.lowest(),
                    statistics.resampling()))
            .overview(versions);
    Comparison comparison = versions.size() < 2 ? null : comparison(versions, baseline);
    Evaluation evaluation = versions.size() > 1 ? null : evaluation(versions.get(0), baseline);
    List<Excerpt> excerpts = excerpts(overview, byVersion, collector);
    request
        .report()
        .write(
            new ReportOutput.Report(
                title(byVersion.keySet()),
                () ->
                    OverviewDocument.of(
                        overview,
                        new OverviewDetails(
                            versions,
                            comparison,
                            evaluation,
                            excerpts,
                            mismatches,
                            sharedField,
                            request.statistics().explains())),
                () -> OverviewJson.text(overview, sources, mismatches, sharedField),
                () -> checks(overview, comparison, evaluation),
                sources),
            listener);
  }

  /** A file that is called scores has nothing to add to "Scores". */
  private static String title(Collection<String> versions) {
    String names = String.join(", ", versions);
    return names.equals("scores") ? "Scores" : "Scores of " + names;
  }

  /** The lowest-scoring conversations, with as much of them as was asked for. */
  private List<Excerpt> excerpts(
      Overview overview, Map<String, List<ScoreSource>> byVersion, ScoreCollector collector)
      throws IOException, InterruptedException {
    List<Excerpt> plain = OverviewDocument.excerpts(overview);
    if (!request.includeText()) {
      return plain;
    }
    List<Optional<Conversation>> conversations =
        new ExcerptTexts(request.scoring().input(), listener).lowest(overview, byVersion);
    List<Excerpt> excerpts = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      Excerpt excerpt = plain.get(i);
      excerpts.add(
          conversations
              .get(i)
              .map(conversation -> excerpt.withText(ExcerptTexts.text(conversation)))
              .orElse(excerpt));
    }
    return request.explain() == 0
        ? excerpts
        : new ExcerptExplainer(collector, listener)
            .explain(request.explain(), excerpts, conversations);
  }

  private Comparison comparison(List<Version> versions, double baseline) {
    StatisticsRequest statistics = request.statistics();
    return new Comparer(
            new ComparisonOptions(
                baseline,
                GateRequest.NONE.margin(versions),
                request.versions().pairing(),
                statistics.cluster(),
                statistics.by(),
                0,
                statistics.resampling()))
        .compare(versions);
  }

  private @Nullable Evaluation evaluation(Version version, double baseline) {
    Evaluation evaluation =
        new Evaluator(request.statistics().evaluation(baseline)).evaluate(version.table());
    return evaluation.labels() == null && evaluation.preferences() == null ? null : evaluation;
  }

  private static List<Check> checks(
      Overview overview, @Nullable Comparison comparison, @Nullable Evaluation evaluation) {
    List<Check> checks = new ArrayList<>(Checks.of(overview));
    if (comparison != null) {
      checks.addAll(Checks.of(comparison));
    }
    if (evaluation != null) {
      checks.addAll(Checks.of(evaluation));
    }
    return checks;
  }
}

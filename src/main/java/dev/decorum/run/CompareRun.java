package dev.decorum.run;

import dev.decorum.compare.Changes;
import dev.decorum.compare.Comparer;
import dev.decorum.compare.Comparison;
import dev.decorum.compare.ComparisonOptions;
import dev.decorum.compare.Gate;
import dev.decorum.compare.PairComparison;
import dev.decorum.compare.Version;
import dev.decorum.report.Checks;
import dev.decorum.report.ComparisonDetails;
import dev.decorum.report.ComparisonDocument;
import dev.decorum.report.ComparisonJson;
import dev.decorum.report.Excerpt;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.SharedField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
      if (statistics.cluster().isEmpty()) {
        collector.findSharedFields();
      }
      Map<String, List<ScoreSource>> sources = new LinkedHashMap<>();
      List<Version> collected = collect(versionCollector, sources);
      List<Version> versions = versionCollector.largeEnough(collected);
      if (versions.isEmpty() || collector.isFruitless(versions)) {
        return collector.rejects().status();
      }
      Comparison comparison = report(versions, sources, collector.sharedField().orElse(null));
      collector.rejects().commit();
      return status(comparison, versions.size() == collected.size(), collector.rejects());
    }
  }

  /**
   * The versions; those of a single input are the values of the first {@code --by} field.
   *
   * @param sources receives the sources of each version, by its name
   */
  private List<Version> collect(
      VersionCollector versionCollector, Map<String, List<ScoreSource>> sources)
      throws IOException, InterruptedException {
    List<Version> versions;
    List<List<ScoreSource>> byVersion = new ArrayList<>();
    if (inputs.size() == 1) {
      List<ScoreSource> all = new ArrayList<>();
      versions = versionCollector.ofField(request.statistics().by().get(0), all);
      versions.forEach(version -> byVersion.add(all));
    } else {
      versions = versionCollector.ofInputs(byVersion);
    }
    for (int i = 0; i < versions.size(); i++) {
      sources.put(versions.get(i).name(), byVersion.get(i));
    }
    return versions;
  }

  private Comparison report(
      List<Version> versions,
      Map<String, List<ScoreSource>> byVersion,
      @Nullable SharedField sharedField)
      throws IOException {
    StatisticsRequest statistics = request.statistics();
    // The versions of a single input share its sources.
    List<ScoreSource> sources =
        byVersion.values().stream()
            .limit(inputs.size() == 1 ? 1 : Long.MAX_VALUE)
            .flatMap(List::stream)
            .toList();
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
            request.changes().most(),
            statistics.resampling());
    Comparison comparison = new Comparer(options).compare(versions);
    ComparisonDetails details =
        new ComparisonDetails(
            mismatches,
            sharedField,
            request.changes().includesText() ? texts(comparison, byVersion) : Map.of(),
            statistics.explains());
    ReportOutput.Report report =
        new ReportOutput.Report(
            "Comparison of " + String.join(", ", versions.stream().map(Version::name).toList()),
            () -> ComparisonDocument.of(comparison, details),
            () -> ComparisonJson.text(comparison, sources, details),
            () -> Checks.of(comparison),
            sources);
    request.report().write(report, listener);
    request.page().write(report.title(), report.document(), sources, listener);
    return comparison;
  }

  /** The texts of all listed conversations that can be found, by version and id. */
  private Map<String, Map<String, Excerpt.Text>> texts(
      Comparison comparison, Map<String, List<ScoreSource>> byVersion) {
    Map<String, Set<String>> wanted = new LinkedHashMap<>();
    for (Changes changes : comparison.changes()) {
      Stream.concat(changes.losses().stream(), changes.gains().stream())
          .forEach(
              change -> {
                wanted
                    .computeIfAbsent(changes.reference(), key -> new LinkedHashSet<>())
                    .add(change.referenceId());
                wanted
                    .computeIfAbsent(changes.candidate(), key -> new LinkedHashSet<>())
                    .add(change.candidateId());
              });
    }
    ExcerptTexts excerpts = new ExcerptTexts(request.scoring().input(), listener);
    Map<String, Map<String, Excerpt.Text>> texts = new LinkedHashMap<>();
    wanted.forEach(
        (version, ids) -> {
          List<ScoreSource> sources = byVersion.getOrDefault(version, List.of());
          sources.stream()
              .filter(source -> source.run() == null)
              .forEach(
                  source ->
                      listener.warning(
                          source.name()
                              + ": without its run manifest it is not known which inputs have its"
                              + " texts"));
          ExcerptTexts.Only only =
              inputs.size() > 1
                  ? null
                  : new ExcerptTexts.Only(request.statistics().by().get(0), version);
          texts.put(version, excerpts.texts(ids, sources, only));
        });
    return texts;
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
    String because =
        compared == outcome
            ? gate.decisive(comparison).stream()
                .map(CompareRun::finding)
                .collect(Collectors.joining("; "))
            : "a version has too few rows";
    listener.warning(
        "gate: "
            + switch (outcome) {
              case PASS -> "pass";
              case FAIL -> "FAIL";
              case INCONCLUSIVE -> "not enough data to decide";
            }
            + ": "
            + because);
    if (rejects.status() != RunStatus.DONE) {
      return rejects.status();
    }
    return switch (outcome) {
      case PASS -> RunStatus.DONE;
      case FAIL -> RunStatus.NOT_PASSED;
      case INCONCLUSIVE -> RunStatus.UNDECIDED;
    };
  }

  /** A verdict in a few words. */
  private static String finding(PairComparison pair) {
    String candidate = pair.candidate();
    String reference = pair.reference();
    return switch (pair.verdict()) {
      case BETTER -> candidate + " is better than " + reference;
      case WORSE -> candidate + " is worse than " + reference;
      case EQUIVALENT -> candidate + " and " + reference + " differ by less than the margin";
      case NOT_WORSE -> candidate + " is not worse than " + reference + " by more than the margin";
      case NOT_BETTER ->
          candidate + " is not better than " + reference + " by more than the margin";
      case INCONCLUSIVE -> candidate + " cannot be told from " + reference + " yet";
    };
  }
}

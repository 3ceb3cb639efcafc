package dev.decorum.run;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.audit.Condition;
import dev.decorum.disk.AtomicFile;
import dev.decorum.report.AuditDocument;
import dev.decorum.report.AuditJson;
import dev.decorum.report.AuditMetrics;
import dev.decorum.report.Checks;
import dev.decorum.report.Plan;
import dev.decorum.report.ScoreSource;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import dev.decorum.store.NightLock;
import dev.decorum.store.StoreFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scores a night's conversations, stores their numbers and reports whether something has changed.
 */
public final class AuditRun {
  private final AuditRequest request;
  private final RunContext context;
  private final RunListener listener;

  public AuditRun(AuditRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Waits for other audits of the store, scores the night, stores it and writes the report.
   *
   * @throws dev.decorum.failure.DecorumException if the audit is impossible
   */
  @SuppressWarnings("try") // the lock is held, not used
  public RunStatus run() throws IOException, InterruptedException {
    Path store = request.history().store();
    LocalDate date = request.night().date(request.scoring().input().inputs());
    guardFiles();
    try (History history = History.open(store, true);
        NightLock lock =
            NightLock.acquire(
                store,
                () -> listener.note("another audit is using " + store + "; waiting for it"));
        Rejects rejected = new Rejects(request.scoring().rejects(), listener)) {
      Optional<Night> night = new NightScoring(request, date, context).score(rejected, history);
      if (night.isEmpty()) {
        return rejected.status();
      }
      boolean passed = tell(night.get(), history);
      rejected.commit();
      return rejected.inputs() > 0 || passed ? rejected.status() : RunStatus.NOT_PASSED;
    }
  }

  /**
   * Finds out what the run would do, without scoring or writing anything.
   *
   * @throws dev.decorum.failure.DecorumException if the audit is impossible
   */
  public Plan plan() throws IOException {
    InputRequest input = request.scoring().input();
    LocalDate date = request.night().date(input.inputs());
    guardFiles();
    Path store = request.history().store();
    StoreFacts.requirePossible(store);
    RunModel model = RunModel.open(request.scoring(), listener);
    DryRun dry = new DryRun().inputs(input);
    String series = request.history().series();
    boolean isKnown = Files.exists(store) && StoreFacts.has(store, series, date);
    dry.add(
        "night",
        date
            + " of "
            + series
            + (isKnown ? ", which replaces the one in the store" : "")
            + "; compared with the last "
            + request.window()
            + " nights");
    dry.model(model).engine(model, input.limit(), listener);
    dry.store(store)
        .journal(request.history().journal(), true)
        .writes(request.report().file())
        .writes(request.page().file())
        .writes(request.metrics())
        .writes(request.scoring().rejects().file());
    for (Condition condition : request.conditions()) {
      dry.add("fails if", condition.toString());
    }
    return dry.plan();
  }

  private void guardFiles() throws IOException {
    Path store = request.history().store();
    TouchedFiles.of(context)
        .of(request.scoring())
        .store(store)
        .journal(request.history().journal(), store)
        .writing(request.report().file(), request.page().file(), request.metrics())
        .check();
  }

  /** Writes the report and warns of failed conditions; returns whether all hold. */
  private boolean tell(Night night, History history) throws IOException {
    Audit audit =
        new Auditor(request.window(), request.calendar())
            .audit(
                night,
                history.nights(night.series(), night.date(), Auditor.MOST_NIGHTS),
                history.restarted(night.series(), night.date()),
                laterSame(night, history));
    List<Condition.Result> results = results(audit);
    boolean passed =
        results.stream().noneMatch(result -> result.outcome() == Condition.Outcome.FAILED);
    String inputs = String.join(" ", request.scoring().input().inputs());
    List<ScoreSource> sources = List.of(new ScoreSource(inputs, night.run()));
    ReportOutput.Report report =
        new ReportOutput.Report(
            "Audit of " + night.date() + ", " + night.series(),
            () -> AuditDocument.of(audit, results, request.history().options()),
            () -> AuditJson.text(audit, results),
            () -> Checks.of(audit, results),
            sources);
    boolean isPrinted = request.report().isPrinted();
    boolean isWorthPrinting = !passed || !audit.findings().isEmpty();
    if (!isPrinted || !request.onlyFailures() || isWorthPrinting) {
      request.report().write(report, listener);
    }
    request.page().write(report.title(), report.document(), sources, listener);
    Path metrics = request.metrics();
    if (metrics != null) {
      AtomicFile.write(metrics, AuditMetrics.text(audit, results));
      listener.wrote("the numbers", metrics);
    }
    if (!isPrinted) {
      warn(results);
    }
    return passed;
  }

  /** A later night with the same conversations, where an old night is filled in. */
  private static Optional<LocalDate> laterSame(Night night, History history) {
    return night.content() == null || night.isEmpty()
        ? Optional.empty()
        : history.withContent(night.series(), night.content()).stream()
            .filter(date -> date.isAfter(night.date()))
            .findFirst();
  }

  /** What came of the user's conditions, and that there are no data, on which all others rest. */
  private List<Condition.Result> results(Audit audit) {
    List<Condition.Result> results = new ArrayList<>(Condition.all(request.conditions(), audit));
    Condition.Result data = Condition.NO_DATA.of(audit);
    if (data.outcome() == Condition.Outcome.FAILED
        && request.conditions().stream().noneMatch(Condition::coversNoData)) {
      results.add(data);
    }
    return results;
  }

  /** Says what failed, where nobody can read it in a printed report. */
  private void warn(List<Condition.Result> results) {
    for (Condition.Result result : results) {
      if (result.outcome() == Condition.Outcome.FAILED) {
        listener.warning("FAILED --fail-if '" + result.condition() + "': " + result.because());
      }
    }
  }
}

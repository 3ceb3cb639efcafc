package dev.decorum.run;

import dev.decorum.audit.Audit;
import dev.decorum.audit.Auditor;
import dev.decorum.audit.Condition;
import dev.decorum.disk.AtomicFile;
import dev.decorum.report.AuditDocument;
import dev.decorum.report.AuditJson;
import dev.decorum.report.AuditMetrics;
import dev.decorum.report.Checks;
import dev.decorum.report.ScoreSource;
import dev.decorum.store.History;
import dev.decorum.store.Night;
import dev.decorum.store.NightLock;
import java.io.IOException;
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
    TouchedFiles.of(context)
        .of(request.scoring())
        .store(store)
        .journal(request.history().journal(), store)
        .writing(request.report().file(), request.page().file(), request.metrics())
        .check();
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

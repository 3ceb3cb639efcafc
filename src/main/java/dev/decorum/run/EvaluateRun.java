package dev.decorum.run;

import dev.decorum.evaluate.Evaluation;
import dev.decorum.evaluate.EvaluationOptions;
import dev.decorum.evaluate.Evaluator;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Checks;
import dev.decorum.report.EvaluationDocument;
import dev.decorum.report.EvaluationJson;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Compares the model's scores with labels that people gave. */
public final class EvaluateRun {
  private final EvaluateRequest request;
  private final RunContext context;
  private final RunListener listener;

  public EvaluateRun(EvaluateRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Collects scores with labels, evaluates them and writes the report.
   *
   * @throws InputException if no row has a label
   */
  public RunStatus run() throws IOException, InterruptedException {
    CalibrationRequest calibration = request.calibration();
    Path fitted = calibration == null ? null : calibration.file();
    TouchedFiles.of(context)
        .of(request.scoring())
        .writing(request.report().file(), request.page().file(), fitted)
        .check();
    StatisticsRequest statistics = request.statistics();
    InputRequest input = request.scoring().input();
    try (ScoreCollector collector =
        new ScoreCollector(request.scoring(), statistics.fields(), listener)) {
      ScoreTable table = new ScoreTable(new ScoreTable.Codebook(statistics.fields()));
      List<ScoreSource> sources = collector.collect(input.inputs(), table);
      if (collector.isFruitless(table)) {
        return collector.rejects().status();
      }
      List<String> mismatches = RunAgreement.check(sources, request.allowMismatch());
      RunAgreement.remark(sources, statistics.cluster(), listener);
      EvaluationOptions options =
          statistics.evaluation(request.scoring().window().baseline(sources, table.scale()));
      Evaluation evaluation = evaluate(table, options);
      if (calibration != null) {
        calibration.fit(table, sources, options, listener);
      }
      ReportOutput.Report report =
          new ReportOutput.Report(
              "Evaluation of " + input.title(),
              () -> EvaluationDocument.of(evaluation, mismatches, statistics.explains()),
              () -> EvaluationJson.text(evaluation, sources, mismatches),
              () -> Checks.of(evaluation),
              sources);
      request.report().write(report, listener);
      request.page().write(report.title(), report.document(), sources, listener);
      collector.rejects().commit();
      return collector.rejects().status();
    }
  }

  private static Evaluation evaluate(ScoreTable table, EvaluationOptions options) {
    Evaluation evaluation = new Evaluator(options).evaluate(table);
    if (evaluation.labels() == null && evaluation.preferences() == null) {
      throw new InputException(
          "none of the "
              + table.size()
              + " rows has a label; say where it is (--map label=FIELD), or keep it when you score"
              + " (--keep label)");
    }
    return evaluation;
  }
}

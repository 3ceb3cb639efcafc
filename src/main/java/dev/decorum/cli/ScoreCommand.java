package dev.decorum.cli;

import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ConversationSource;
import dev.decorum.report.RunSummary;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Scores conversations, one row each. */
@Command(
    name = "score",
    description = "Score conversations and write one row each.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum score chats.jsonl",
      "  decorum score -m ./chai-model 'logs/**/*.jsonl.gz' -o scores.csv",
      "  decorum score export.csv --map id=conversationId --keep channel,label",
      "  zcat chats.gz | decorum score - --output-format jsonl | jq .tokens"
    })
final class ScoreCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private OutputFlags output = new OutputFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  ScoreCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    PipelineOptions pipeline = engine.pipeline(input.limit());
    try (ConversationSource source = input.open(streams.in(), notices)) {
      List<String> read = new ArrayList<>(source.files());
      output.calibrationFile().ifPresent(file -> read.add(file.toString()));
      OutputTargets.check(
          command.commandLine(), read, output.output(), output.summary(), rejects.rejects());
      ModelBundle bundle = model.open(notices);
      return score(source, bundle, pipeline, notices);
    }
  }

  private int score(
      ConversationSource source, ModelBundle bundle, PipelineOptions pipeline, Notices notices)
      throws IOException, InterruptedException {
    FormatterTemplates formatter = windowing.formatter(bundle);
    WindowOptions window = windowing.window(bundle);
    double baseline = windowing.baseline(bundle);
    ManifestBuilder manifest = new ManifestBuilder(bundle, formatter, window, baseline);
    ScoreColumns columns =
        output.columns(window.turns() != Turns.LAST, input.keep(), output.calibration(manifest));
    ProgressLine progress = progress(source, notices);
    try (RewardModel rewardModel = RewardModel.load(bundle, window.maxTokens(), engine.device());
        ScoreOutput out =
            new ScoreOutput(
                output,
                rejects,
                columns,
                rewardModel.scorer(baseline),
                streams,
                notices,
                progress)) {
      notices.detail("device: " + rewardModel.device() + ", " + pipeline.callers() + " threads");
      manifest.start(output.writesFiles());
      rewardModel
          .pipeline(formatter, window, engine.planner(), rewardModel.scorer(baseline), pipeline)
          .run(source, out);
      if (out.isFruitless()) {
        return out.exitCode();
      }
      RunReport report =
          new RunReport(
              manifest.finish(rewardModel.device(), source.inputs(), out.counts(source.rowsRead())),
              out.summary());
      out.commit(report);
      if (streams.errIsTerminal()) {
        RunSummary.terminalLines(report).forEach(notices::line);
      } else {
        RunSummary.logLines(report).forEach(notices::note);
      }
      return out.exitCode();
    }
  }

  private ProgressLine progress(ConversationSource source, Notices notices) {
    // Rows that scroll by are progress enough.
    boolean rowsOnTerminal = output.output() == null && streams.outIsTerminal();
    ProgressLine.When when =
        verbosity.isQuiet() || rowsOnTerminal ? ProgressLine.When.NEVER : rejects.progress();
    return new ProgressLine(
        notices, when, streams.errIsTerminal(), source::bytesRead, source.bytesTotal());
  }
}

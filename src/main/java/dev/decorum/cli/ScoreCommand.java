package dev.decorum.cli;

import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.overview.Overview;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.overview.Overviewer;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.ShardReader;
import dev.decorum.report.OverviewDocument;
import dev.decorum.report.RunSummary;
import dev.decorum.report.Source;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Resampling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
      "  decorum score big.jsonl --shard 2/4 -o part-2.csv",
      "  zcat chats.gz | decorum score - --output-format jsonl | jq .tokens"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final int LOWEST = 50;
  private static final int MOST_BOTS = 200;

  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ShardFlags shard = new ShardFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private OutputFlags output = new OutputFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private MemoryFlags memory = new MemoryFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  ScoreCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    long limit = input.limit();
    engine.check();
    try (ShardReader source = shard.of(input.open(streams.in(), notices), limit)) {
      List<String> read = new ArrayList<>(source.files());
      output.calibrationFile().ifPresent(file -> read.add(file.toString()));
      OutputTargets.of(command.commandLine())
          .reading(read)
          .reading(model)
          .reading(windowing)
          .scores(output.output())
          .journal(RunMemory.journalOf(output.output()), output.output())
          .store(memory.cache())
          .writing(output.summary(), html.file(), rejects.rejects())
          .check();
      ModelBundle bundle = model.open(notices);
      return score(source, bundle, limit, notices);
    }
  }

  private int score(ShardReader source, ModelBundle bundle, long limit, Notices notices)
      throws IOException, InterruptedException {
    FormatterTemplates formatter = windowing.formatter(bundle);
    WindowOptions window = windowing.window(bundle);
    double baseline = windowing.baseline(bundle);
    ManifestBuilder manifest = new ManifestBuilder(bundle, formatter, window, baseline);
    ScoreColumns columns =
        output.columns(
            window.turns() != Turns.LAST,
            input.keep(),
            output.calibration(manifest),
            RewardModel.scale(bundle));
    ProgressLine progress = progress(source, notices);
    try (RewardModel rewardModel =
            memory.cache() == null
                ? engine.load(bundle, window.maxTokens(), notices)
                : engine.loadWhenNeeded(bundle, window.maxTokens(), notices);
        ScoreOutput out =
            new ScoreOutput(
                output,
                rejects,
                columns,
                rewardModel.scorer(baseline),
                html.file() != null,
                streams,
                notices,
                progress);
        RunMemory remembered = remembered(manifest, rewardModel, notices)) {
      PipelineOptions pipeline = engine.pipeline(limit, rewardModel, notices);
      notices.detail(
          "device: "
              + rewardModel.device()
              + ", "
              + rewardModel.precision().label()
              + ", "
              + pipeline.callers()
              + " threads");
      rewardModel
          .pipeline(formatter, window, engine.plan(), rewardModel.scorer(baseline), pipeline)
          .run(source, remembered.recall(), remembered.sink(out));
      if (out.isFruitless() && source.rowsElsewhere() == 0) {
        return out.exitCode();
      }
      RunReport report =
          new RunReport(
              manifest
                  .finish(
                      rewardModel,
                      source.inputs(),
                      out.counts(source.rowsRead()),
                      source.understanding())
                  .ofShard(shard.shard())
                  .calibratedBy(columns.correction()),
              out.summary());
      out.commit(report);
      remembered.commit();
      if (html.file() != null && out.table().size() > 0) {
        Source scored = new Source(String.join(" ", input.inputs()), report.run());
        Overview overview = overview(out.table(), baseline, window.turns() != Turns.LAST);
        html.write(
            "Scores of " + HtmlFlags.named(input.inputs()),
            () ->
                OverviewDocument.of(
                    overview, null, null, OverviewDocument.excerpts(overview), List.of()),
            List.of(scored));
      }
      if (streams.errIsTerminal()) {
        RunSummary.terminalLines(report).forEach(notices::line);
      } else {
        RunSummary.logLines(report).forEach(notices::note);
      }
      return out.exitCode();
    }
  }

  private RunMemory remembered(ManifestBuilder manifest, RewardModel model, Notices notices)
      throws IOException {
    manifest.start(output.writesFiles() || html.file() != null || memory.cache() != null);
    return RunMemory.open(
        RunMemory.journalOf(output.output()),
        memory.resumes(),
        memory.cache(),
        () -> manifest.modelKey(model),
        model.bundle().head(),
        notices);
  }

  /** What the page says: turns of one conversation hang together, and bots are looked at apart. */
  private static Overview overview(ScoreTable table, double baseline, boolean turns) {
    int bots = table.codebook().values(ScoredRow.BOT_NAME).size();
    OverviewOptions options =
        new OverviewOptions(
            baseline,
            turns ? List.of(ScoredRow.ID) : List.of(),
            bots > 1 && bots <= MOST_BOTS ? List.of(ScoredRow.BOT_NAME) : List.of(),
            LOWEST,
            new Resampling(1, Resampling.DEFAULT_REPLICATES));
    return new Overviewer(options)
        .overview(List.of(new dev.decorum.compare.Version("scores", table, Set.of())));
  }

  private ProgressLine progress(ShardReader source, Notices notices) {
    // Rows that scroll by are progress enough.
    boolean rowsOnTerminal = output.output() == null && streams.outIsTerminal();
    return rejects.progress(source, verbosity.isQuiet() || rowsOnTerminal, streams, notices);
  }
}

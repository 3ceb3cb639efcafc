package dev.decorum.run;

import dev.decorum.compare.Version;
import dev.decorum.disk.AtomicFile;
import dev.decorum.format.Turns;
import dev.decorum.overview.Overview;
import dev.decorum.overview.OverviewOptions;
import dev.decorum.overview.Overviewer;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.Shard;
import dev.decorum.read.ShardReader;
import dev.decorum.report.OverviewDetails;
import dev.decorum.report.OverviewDocument;
import dev.decorum.report.Plan;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.stats.Resampling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scores conversations, with one row for each conversation or each turn. */
public final class ScoreRun {
  private static final int LOWEST = 50;
  private static final int MOST_BOTS = 200;

  private final ScoreRequest request;
  private final RunContext context;
  private final RunListener listener;

  public ScoreRun(ScoreRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Reads the inputs, scores them and writes the scores.
   *
   * @throws dev.decorum.failure.DecorumException if scoring is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    InputRequest input = request.scoring().input();
    Shard shard = Objects.requireNonNullElse(request.shard(), Shard.WHOLE);
    try (ShardReader source = new ShardReader(input.open(listener), shard, input.limit())) {
      guardFiles(source);
      return score(source, RunModel.open(request.scoring(), listener));
    }
  }

  /**
   * Finds out what the run would do, without scoring or writing anything.
   *
   * @throws dev.decorum.failure.DecorumException if scoring is impossible
   */
  public Plan plan() throws IOException {
    InputRequest input = request.scoring().input();
    Shard shard = Objects.requireNonNullElse(request.shard(), Shard.WHOLE);
    try (ShardReader source = new ShardReader(input.open(listener), shard, input.limit())) {
      guardFiles(source);
    }
    RunModel model = RunModel.open(request.scoring(), listener);
    OutputRequest output = request.output();
    boolean turns = model.window().turns() != Turns.LAST;
    output.columns(turns, List.of(), model.scale(), new ManifestBuilder(model));
    DryRun dry = new DryRun().inputs(input);
    if (request.shard() != null) {
      dry.add("shard", request.shard() + " of the conversations");
    }
    dry.model(model).engine(model, input.limit(), listener);
    dry.rows(output.file(), output.format());
    Path file = output.file();
    if (file != null && AtomicFile.isReplaceable(file)) {
      dry.writes(RunReport.beside(file));
    }
    dry.writes(output.summary())
        .writes(request.page().file())
        .writes(request.scoring().rejects().file())
        .store(request.reuse().store())
        .journal(ReusableScores.journalOf(file), request.reuse().resume());
    return dry.plan();
  }

  private void guardFiles(ShardReader source) throws IOException {
    OutputRequest output = request.output();
    TouchedFiles.of(context)
        .reading(request.scoring(), source.files())
        .reading(output)
        .scores(output.file())
        .journal(ReusableScores.journalOf(output.file()), output.file())
        .store(request.reuse().store())
        .writing(output.summary(), request.page().file(), request.scoring().rejects().file())
        .check();
  }

  private RunStatus score(ShardReader source, RunModel model)
      throws IOException, InterruptedException {
    OutputRequest output = source.isLive() ? request.output().inFull() : request.output();
    boolean turns = model.window().turns() != Turns.LAST;
    ManifestBuilder manifest = new ManifestBuilder(model, context.configuration());
    ScoreColumns columns = output.columns(turns, List.of(), model.scale(), manifest);
    RunListener.RowProgress progress = listener.rows(source::bytesRead, source.bytesTotal());
    try (RewardModel loaded =
            request.reuse().store() == null
                ? model.load(listener)
                : model.loadWhenNeeded(listener);
        Rejects rejects = new Rejects(request.scoring().rejects(), listener);
        ScoreOutput out =
            new ScoreOutput(
                output,
                rejects,
                columns,
                loaded.scorer(model.baseline()),
                request.page().isWanted(),
                listener,
                progress);
        ReusableScores reusable = reusable(manifest, loaded)) {
      PipelineOptions schedule =
          model.engine().schedule(request.scoring().input().limit(), loaded, listener);
      listener.detail(
          "device: "
              + loaded.device()
              + ", "
              + loaded.precision().label()
              + ", "
              + schedule.workers()
              + " threads");
      model.pipeline(loaded, schedule).run(source, reusable.recall(), reusable.sink(out));
      if (out.isFruitless() && source.rowsElsewhere() == 0) {
        return out.status();
      }
      RunReport report =
          new RunReport(
              manifest
                  .finish(
                      loaded,
                      source.inputs(),
                      out.counts(source.rowsRead()),
                      source.understanding())
                  .ofShard(request.shard())
                  .withCalibration(columns.correction()),
              out.summary());
      out.commit(report);
      reusable.commit();
      writePage(out.table(), model.baseline(), turns, report);
      listener.summary(report, out.reused());
      return out.status();
    }
  }

  private ReusableScores reusable(ManifestBuilder manifest, RewardModel model) throws IOException {
    OutputRequest output = request.output();
    @Nullable Path store = request.reuse().store();
    manifest.start(output.writesFiles() || request.page().isWanted() || store != null);
    return ReusableScores.open(
        ReusableScores.journalOf(output.file()),
        request.reuse().resume(),
        store,
        () -> manifest.modelKey(model),
        model.bundle().head(),
        listener);
  }

  private void writePage(ScoreTable table, double baseline, boolean turns, RunReport report)
      throws IOException {
    if (!request.page().isWanted() || table.size() == 0) {
      return;
    }
    InputRequest input = request.scoring().input();
    List<Version> versions = List.of(new Version("scores", table, Set.of()));
    Overview overview = overview(versions, baseline, turns);
    request
        .page()
        .write(
            "Scores of " + input.title(),
            () ->
                OverviewDocument.of(
                    overview, OverviewDetails.of(versions, OverviewDocument.excerpts(overview))),
            List.of(new ScoreSource(String.join(" ", input.inputs()), report.run())),
            listener);
  }

  /**
   * The overview on the page, broken down by bot, with the turns of a conversation as a cluster.
   */
  private static Overview overview(List<Version> versions, double baseline, boolean turns) {
    ScoreTable table = versions.get(0).table();
    int bots = table.codebook().values(ScoredRow.BOT_NAME).size();
    OverviewOptions options =
        new OverviewOptions(
            baseline,
            turns ? List.of(ScoredRow.ID) : List.of(),
            bots > 1 && bots <= MOST_BOTS ? List.of(ScoredRow.BOT_NAME) : List.of(),
            LOWEST,
            new Resampling(1, Resampling.DEFAULT_REPLICATES));
    return new Overviewer(options).overview(versions);
  }
}

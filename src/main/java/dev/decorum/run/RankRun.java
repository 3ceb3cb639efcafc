package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.rank.Candidates;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.PairSelector;
import dev.decorum.rank.RankOptions;
import dev.decorum.rank.RankSummary;
import dev.decorum.rank.Ranker;
import dev.decorum.rank.Ranking;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Document;
import dev.decorum.report.RankingDocument;
import dev.decorum.report.RankingJson;
import dev.decorum.report.ScoreSource;
import dev.decorum.report.TextDocument;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranks replies to the same contexts, and makes training data from the ranking. */
public final class RankRun {
  private final RankRequest request;
  private final RunContext context;
  private final RunListener listener;

  public RankRun(RankRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /**
   * Scores the replies, ranks them and writes the results.
   *
   * @throws dev.decorum.failure.DecorumException if the ranking is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    InputRequest input = request.scoring().input();
    boolean rowsAreGroups = request.group() == null;
    try (ConversationSource source = input.open(request.furtherFields(), rowsAreGroups, listener)) {
      guardFiles(source);
      RunModel model = RunModel.open(request.scoring(), listener);
      requireFit(model);
      return rank(source, model);
    }
  }

  private void guardFiles(ConversationSource source) throws IOException {
    OutputRequest output = request.output();
    TouchedFiles files =
        TouchedFiles.of(context)
            .reading(request.scoring(), source.files())
            .reading(output)
            .writing(output.summary(), request.page().file(), request.scoring().rejects().file());
    // Training data have no manifest.
    (request.pairs().isWanted() ? files.writing(output.file()) : files.scores(output.file()))
        .check();
  }

  private void requireFit(RunModel model) {
    if (model.window().turns() != Turns.LAST) {
      throw new UsageException("rank scores the last message of every conversation: no --turns");
    }
    double margin = request.pairs().options().minMargin();
    if (model.scale() == Scale.PROBABILITY && margin >= 1) {
      throw new UsageException(
          "--min-margin must be a difference of probabilities, below 1, not " + margin);
    }
  }

  private RunStatus rank(ConversationSource source, RunModel model)
      throws IOException, InterruptedException {
    ManifestBuilder manifest = new ManifestBuilder(model);
    RankOutput out = new RankOutput(request.output());
    ScoreColumns columns = out.columns(manifest, model.scale());
    try (Rejects unusable = new Rejects(request.scoring().rejects(), listener);
        Candidates candidates =
            new Candidates(request.group(), new ScoreTable.Codebook(request.fields()));
        RewardModel loaded = model.load(listener)) {
      Scorer scorer = loaded.scorer(model.baseline());
      CollectingSink sink =
          new CollectingSink(
              candidates::score, unusable, listener.rows(source::bytesRead, source.bytesTotal()));
      CandidateReader reader =
          new CandidateReader(source, candidates, request.pairs().isWanted(), texts(model, loaded));
      manifest.start(request.output().writesFiles() || request.page().isWanted());
      PipelineOptions schedule =
          model.engine().schedule(request.scoring().input().limit(), loaded, listener);
      model.pipeline(loaded, schedule).run(reader, sink);
      listener.idle();
      if (candidates.size() == 0) {
        return nothing(unusable);
      }
      RunManifest run =
          manifest.finish(
              loaded, source.inputs(), sink.counts(source.rowsRead()), source.understanding());
      listener.warnOf(run.understood(), request.group() == null);
      Ranking ranking = Ranking.of(candidates);
      PairSelection selection = write(ranking, out, columns, scorer, run);
      RankOptions options = new RankOptions(model.baseline(), request.cluster(), request.by());
      tell(
          new Ranker(options).summary(ranking),
          selection,
          new ScoreSource(String.join(" ", source.files()), run),
          out);
      unusable.commit();
      return unusable.status();
    }
  }

  /** Writes pairs and returns them, or writes the ranking and returns null. */
  private @Nullable PairSelection write(
      Ranking ranking, RankOutput out, ScoreColumns columns, Scorer scorer, RunManifest run)
      throws IOException {
    PairRequest pairs = request.pairs();
    PairRequest.Kind kind = pairs.kind();
    if (kind == null) {
      out.write(ranking, request.onlyBest(), columns, scorer, run);
      return null;
    }
    PairSelection selection = new PairSelector(pairs.options(), request.cluster()).select(ranking);
    out.write(ranking, selection, kind);
    return selection;
  }

  private static RunStatus nothing(Rejects unusable) throws IOException {
    unusable.commit();
    if (unusable.inputs() > 0) {
      return unusable.status();
    }
    throw new InputException("there is no reply to rank");
  }

  private void tell(
      RankSummary summary, @Nullable PairSelection selection, ScoreSource source, RankOutput out)
      throws IOException {
    Document document = RankingDocument.of(summary, selection);
    TextDocument.lines(document).forEach(listener::line);
    request
        .page()
        .write("Ranking of " + request.scoring().input().title(), () -> document, List.of(source));
    out.writeSummary(RankingJson.text(summary, selection, List.of(source)));
  }

  private CandidateReader.Texts texts(RunModel model, RewardModel loaded) {
    return request.pairs().asText()
        ? CandidateReader.formatted(
            new DialogueFormatter(model.formatter()),
            loaded.windower(model.formatter(), model.window()))
        : CandidateReader.messages();
  }
}

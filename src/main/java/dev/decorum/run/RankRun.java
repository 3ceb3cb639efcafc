package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.rank.Candidates;
import dev.decorum.rank.PairOptions;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.PairSelector;
import dev.decorum.rank.RankOptions;
import dev.decorum.rank.RankSummary;
import dev.decorum.rank.Ranker;
import dev.decorum.rank.Ranking;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.Document;
import dev.decorum.report.PairsReport;
import dev.decorum.report.Plan;
import dev.decorum.report.RankingDocument;
import dev.decorum.report.RankingJson;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.MergedRun;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ranks replies to the same contexts, and makes training data from the ranking. */
public final class RankRun {
  private static final int MOST_BOTS = 200;

  /** How many pairs a report shows with their texts. */
  private static final int SAMPLES = 6;

  private final RankRequest request;
  private final RunContext context;
  private final RunListener listener;

  public RankRun(RankRequest request, RunContext context) {
    this.request = request;
    this.context = context;
    this.listener = context.listener();
  }

  /** What a ranking is made of, whether replies were scored now or by earlier runs. */
  private record Ranked(
      Candidates candidates,
      ScoreColumns columns,
      Scorer scorer,
      RunManifest run,
      List<ScoreSource> sources,
      RankOutput.Cleaning cleaning) {}

  /**
   * Scores the replies, or reads their scores, ranks them and writes the results.
   *
   * @throws dev.decorum.failure.DecorumException if the ranking is impossible
   */
  public RunStatus run() throws IOException, InterruptedException {
    ScoredReplies scored = ScoredReplies.of(request, listener);
    if (scored != null) {
      guardFiles(scored.read());
      return rankScored(scored);
    }
    InputRequest input = request.scoring().input();
    boolean rowsAreGroups = request.group() == null;
    try (ConversationSource source = input.open(request.furtherFields(), rowsAreGroups, listener)) {
      guardFiles(source.files());
      RunModel model = RunModel.open(request.scoring(), listener);
      requireFit(model.window().turns(), model.scale());
      return rank(source, model);
    }
  }

  /**
   * Finds out what the run would do, without scoring or writing anything.
   *
   * @throws dev.decorum.failure.DecorumException if the ranking is impossible
   */
  public Plan plan() throws IOException {
    DryRun dry = new DryRun();
    ScoredReplies scored = ScoredReplies.of(request, listener);
    InputRequest input = request.scoring().input();
    if (scored != null) {
      guardFiles(scored.read());
      dry.files("scores", scored.files().stream().map(ScoredReplies.ScoreFile::file).toList());
      dry.add("computed", "nothing: the scores are used as they are");
    } else {
      try (ConversationSource source =
          input.open(request.furtherFields(), request.group() == null, listener)) {
        guardFiles(source.files());
      }
      RunModel model = RunModel.open(request.scoring(), listener);
      requireFit(model.window().turns(), model.scale());
      dry.inputs(input).model(model).engine(model, input.limit(), listener);
    }
    dry.add(
        "contexts",
        request.group() == null
            ? "the replies of a row answer the same"
            : "rows with the same " + request.group() + " answer the same");
    OutputRequest output = request.output();
    Path file = output.file();
    if (file != null && request.pairs().split() != null) {
      for (PairFiles.Part part : PairFiles.Part.values()) {
        dry.writes(PairFiles.of(file, part));
      }
    } else {
      dry.rows(file, output.format());
    }
    dry.writes(output.summary())
        .writes(request.page().file())
        .writes(request.scoring().rejects().file())
        .store(request.cache());
    return dry.plan();
  }

  private void guardFiles(List<String> inputs) throws IOException {
    OutputRequest output = request.output();
    TouchedFiles files =
        TouchedFiles.of(context)
            .reading(request.scoring(), inputs)
            .reading(output)
            .store(request.cache())
            .writing(output.summary(), request.page().file(), request.scoring().rejects().file());
    Path file = output.file();
    if (file != null && request.pairs().split() != null) {
      for (PairFiles.Part part : PairFiles.Part.values()) {
        files.scores(PairFiles.of(file, part));
      }
    } else {
      files.scores(file);
    }
    files.check();
  }

  private void requireFit(Turns turns, Scale scale) {
    if (turns != Turns.LAST) {
      throw new UsageException("rank scores the last message of every conversation: no --turns");
    }
    PairOptions options = request.pairs().options();
    if (scale == Scale.PROBABILITY && options.minMargin() >= 1) {
      throw new UsageException(
          "--min-margin must be a difference of probabilities, below 1, not "
              + PlainNumber.of(options.minMargin()));
    }
    if (scale == Scale.PROBABILITY
        && options.hasMinChosen()
        && !(options.minChosen() >= 0 && options.minChosen() <= 1)) {
      throw new UsageException(
          "--min-chosen must be a probability, from 0 to 1, not "
              + PlainNumber.of(options.minChosen()));
    }
  }

  private RunStatus rank(ConversationSource source, RunModel model)
      throws IOException, InterruptedException {
    ManifestBuilder manifest = new ManifestBuilder(model, context.configuration());
    RankOutput out = new RankOutput(request.output(), source.files().size() > 1, listener);
    ScoreColumns columns = out.columns(manifest::planned, model.scale());
    Path cache = request.cache();
    manifest.start(request.output().writesFiles() || request.page().isWanted() || cache != null);
    try (Rejects unusable = new Rejects(request.scoring().rejects(), listener);
        Candidates candidates = candidates();
        RewardModel loaded = cache == null ? model.load(listener) : model.loadWhenNeeded(listener);
        ReusableScores reusable =
            ReusableScores.open(
                null,
                false,
                cache,
                () -> manifest.modelKey(loaded),
                model.bundle().head(),
                listener)) {
      if (request.group() == null) {
        unusable.holdBack();
      }
      CollectingSink sink =
          new CollectingSink(
              score -> {
                unusable.tell();
                candidates.score(score);
              },
              unusable,
              listener.rows(source::bytesRead, source.bytesTotal()));
      CandidateReader reader =
          new CandidateReader(source, candidates, request.pairs().isWanted(), texts(model, loaded));
      PipelineOptions schedule =
          model.engine().schedule(request.scoring().input().limit(), loaded, listener);
      model.pipeline(loaded, schedule).run(reader, reusable.recall(), reusable.sink(sink));
      reusable.commit();
      listener.idle();
      if (candidates.size() == 0) {
        return nothing(unusable, reader.withoutGroup(), source.files(), false);
      }
      RunManifest run =
          manifest
              .finish(
                  loaded, source.inputs(), sink.counts(source.rowsRead()), source.understanding())
              .withCalibration(columns.correction());
      listener.warnOf(run.understood(), request.group() == null);
      write(
          new Ranked(
              candidates,
              columns,
              loaded.scorer(model.baseline()),
              run,
              List.of(new ScoreSource(String.join(" ", source.files()), run)),
              new RankOutput.Cleaning(reader.cleaned(), false)),
          out);
      unusable.commit();
      return unusable.status();
    }
  }

  private RunStatus rankScored(ScoredReplies scored) throws IOException {
    if (request.cache() != null) {
      throw new UsageException(
          "--cache is for conversations; score files are ranked without scoring anything");
    }
    if (request.pairs().asText()) {
      throw new UsageException(
          "--pairs-as text needs the model's own texts: rank the conversations instead of their"
              + " scores, with --cache to score only what is new");
    }
    RunManifest run = new MergedRun(scored.runs()).ofWholes();
    Scale scale = run.model().scored();
    requireFit(request.scoring().window().turns(), scale);
    List<ScoreSource> sources =
        scored.files().stream()
            .map(file -> new ScoreSource(file.file().name(), file.run()))
            .toList();
    Scorer scorer = new Scorer(request.scoring().window().baseline(sources, scale), scale);
    RankOutput out = new RankOutput(request.output(), scored.isOfSeveralFiles(), listener);
    ScoreColumns columns = out.columns(() -> run, scale);
    try (Rejects unusable = new Rejects(request.scoring().rejects(), listener);
        Candidates candidates = candidates()) {
      if (request.group() == null) {
        unusable.holdBack();
      }
      List<CandidateReader> readers = new ArrayList<>();
      scored.fill(
          candidates,
          scorer,
          unusable,
          source -> {
            CandidateReader reader =
                new CandidateReader(
                    source, candidates, request.pairs().isWanted(), CandidateReader.messages());
            readers.add(reader);
            return reader;
          });
      if (candidates.size() == 0) {
        long withoutGroup = readers.stream().mapToLong(CandidateReader::withoutGroup).sum();
        return nothing(unusable, withoutGroup, scored.conversations(), true);
      }
      unusable.tell();
      long cleaned = readers.stream().mapToLong(CandidateReader::cleaned).sum();
      Double baseline = Double.isNaN(scorer.baseline()) ? null : (Double) scorer.baseline();
      write(
          new Ranked(
              candidates,
              columns,
              scorer,
              run.withBaseline(baseline).withCalibration(columns.correction()),
              sources,
              new RankOutput.Cleaning(cleaned, true)),
          out);
      unusable.commit();
      return unusable.status();
    }
  }

  /** Candidates by the fields that were asked for, or by those that may tell bots apart. */
  private Candidates candidates() throws IOException {
    Set<String> fields = new LinkedHashSet<>(request.fields());
    boolean withFile = request.by().isEmpty() && !fields.contains(Candidates.FILE);
    if (request.by().isEmpty()) {
      fields.add(ScoredRow.BOT_NAME);
    }
    if (withFile) {
      fields.add(Candidates.FILE);
    }
    return new Candidates(request.group(), new ScoreTable.Codebook(fields), withFile);
  }

  /** The fields to break the ranking down by: those asked for, or what tells bots apart. */
  private List<String> by(Candidates candidates) {
    if (!request.by().isEmpty()) {
      return request.by();
    }
    if (candidates.values(ScoredRow.BOT_NAME) > 1
        && candidates.values(ScoredRow.BOT_NAME) <= MOST_BOTS
        && candidates.meet(ScoredRow.BOT_NAME)) {
      return List.of(ScoredRow.BOT_NAME);
    }
    return !request.fields().contains(Candidates.FILE)
            && candidates.values(Candidates.FILE) > 1
            && candidates.meet(Candidates.FILE)
        ? List.of(Candidates.FILE)
        : List.of();
  }

  /**
   * Says why there is nothing to rank.
   *
   * @param withoutGroup how many rows were rejected for want of a group
   * @param conversations the files of conversations
   * @param areScores whether score files were given
   */
  private RunStatus nothing(
      Rejects unusable, long withoutGroup, List<String> conversations, boolean areScores)
      throws IOException {
    boolean nothingElse = withoutGroup > 0 && withoutGroup == unusable.rows();
    if (request.group() == null && nothingElse && unusable.inputs() == 0) {
      // The same for every row, so it is said once.
      unusable.commit();
      throw new InputException(withoutGroup(conversations, areScores));
    }
    unusable.tell();
    unusable.commit();
    if (unusable.inputs() > 0) {
      return unusable.status();
    }
    throw new InputException("there is no reply to rank");
  }

  private String withoutGroup(List<String> conversations, boolean areScores) throws IOException {
    String said = "rows have one reply each and no group";
    String column =
        areScores && !request.pairs().isWanted()
            ? " (score files need a column of it: decorum score --keep)"
            : "";
    return GroupFinder.field(request.scoring().input(), conversations)
            .map(
                proposal ->
                    said
                        + "; those with the same "
                        + proposal.field()
                        + " answer the same context: --group "
                        + proposal.field()
                        + " makes "
                        + proposal.described())
            .orElse(
                said + ": add --group FIELD, with a field that replies to the same context share")
        + column;
  }

  private void write(Ranked ranked, RankOutput out) throws IOException {
    Candidates candidates = ranked.candidates();
    Ranking ranking = Ranking.of(candidates);
    PairRequest pairs = request.pairs();
    PairsReport report = null;
    if (pairs.isWanted()) {
      PairSelection selection =
          new PairSelector(pairs.options(), request.cluster()).select(ranking);
      List<PairsReport.File> files =
          out.write(
              candidates, selection, request, ranked.cleaning(), ranked.scorer(), ranked.run());
      report =
          new PairsReport(
              selection,
              ranked.cleaning().replies(),
              ranked.cleaning().afterScoring(),
              files,
              samples(selection, candidates));
    } else {
      out.write(ranking, request.onlyBest(), ranked.columns(), ranked.scorer(), ranked.run());
    }
    RankOptions options =
        new RankOptions(ranked.scorer().baseline(), request.cluster(), by(candidates));
    tell(new Ranker(options).summary(ranking), report, ranked.sources(), out);
  }

  private List<PairsReport.Sample> samples(PairSelection selection, Candidates candidates)
      throws IOException {
    if (!request.pairs().includeText()) {
      return List.of();
    }
    List<PairsReport.Sample> samples = new ArrayList<>();
    for (PairSelection.Pair pair : selection.sample(candidates, SAMPLES)) {
      samples.add(
          new PairsReport.Sample(
              candidates.groupNameOf(pair.chosen()),
              candidates.candidate(pair.chosen()),
              candidates.candidate(pair.rejected())));
    }
    return samples;
  }

  private void tell(
      RankSummary summary, @Nullable PairsReport pairs, List<ScoreSource> sources, RankOutput out)
      throws IOException {
    Document document = RankingDocument.of(summary, pairs);
    listener.document(document);
    request
        .page()
        .write(
            "Ranking of " + request.scoring().input().title(), () -> document, sources, listener);
    out.writeSummary(RankingJson.text(summary, pairs, sources));
  }

  private CandidateReader.Texts texts(RunModel model, RewardModel loaded) {
    return request.pairs().asText()
        ? CandidateReader.formatted(
            new DialogueFormatter(model.formatter()),
            loaded.windower(model.formatter(), model.window()))
        : CandidateReader.messages();
  }
}

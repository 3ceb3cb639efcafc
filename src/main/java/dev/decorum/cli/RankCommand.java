package dev.decorum.cli;

import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
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
import dev.decorum.report.RankingDocument;
import dev.decorum.report.RankingJson;
import dev.decorum.report.Source;
import dev.decorum.report.TextDocument;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which reply to a context is the best, and preference data made of that. */
@Command(
    name = "rank",
    description = {
      "Rank replies to the same context, and make preference data of them.",
      "Every reply is scored as the last message of its conversation. Rows that hold several"
          + " replies (candidates, responses, chosen and rejected) are groups by themselves, and so"
          + " are the alternatives of a chat (swipes, branches, regenerations, further choices);"
          + " rows with one reply each need --group."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  decorum rank candidates.jsonl",
      "  decorum rank samples.jsonl --group context_id --best-of -o best.csv",
      "  decorum rank samples.jsonl --group context_id --pairs dpo -o pairs.jsonl",
      "  decorum rank pairs.jsonl --by channel         agreement with what people chose"
    })
final class RankCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private InputFlags input = new InputFlags();
  @Mixin private ModelFlags model = new ModelFlags();
  @Mixin private WindowFlags windowing = new WindowFlags();
  @Mixin private EngineFlags engine = new EngineFlags();
  @Mixin private RankFlags ranking = new RankFlags();
  @Mixin private PairFlags pairing = new PairFlags();
  @Mixin private OutputFlags output = new OutputFlags();
  @Mixin private HtmlFlags html = new HtmlFlags();
  @Mixin private RejectFlags rejects = new RejectFlags();
  @Mixin private Verbosity verbosity = new Verbosity();

  RankCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Notices notices = new Notices(streams.err(), verbosity);
    long limit = input.limit();
    engine.check();
    PairOptions pairs = pairing.options();
    if (pairing.kind() != null && ranking.isBestOf()) {
      throw new ParameterException(
          command.commandLine(), "--best-of writes a ranking, --pairs writes pairs: choose one");
    }
    if (pairing.kind() == null) {
      output.format(streams.outIsTerminal());
    } else {
      output.requireNoParquet("--pairs writes JSON Lines");
    }
    Set<String> further = new LinkedHashSet<>(ranking.fields());
    if (ranking.group() != null) {
      further.add(ranking.group());
    }
    further.removeAll(ScoredRow.OWN_FIELDS);
    try (ConversationSource source =
        input.open(input.inputs(), further, ranking.group() == null, streams.in(), notices)) {
      List<String> read = new ArrayList<>(source.files());
      output.calibrationFile().ifPresent(file -> read.add(file.toString()));
      OutputTargets targets =
          OutputTargets.of(command.commandLine())
              .reading(read)
              .reading(model)
              .reading(windowing)
              .writing(output.summary(), html.file(), rejects.rejects());
      // Training data have no manifest.
      (pairing.kind() == null ? targets.scores(output.output()) : targets.writing(output.output()))
          .check();
      ModelBundle bundle = model.open(notices);
      return rank(source, bundle, limit, pairs, notices);
    }
  }

  private int rank(
      ConversationSource source, ModelBundle bundle, long limit, PairOptions pairs, Notices notices)
      throws IOException, InterruptedException {
    FormatterTemplates formatter = windowing.formatter(bundle);
    WindowOptions window = windowing.window(bundle);
    if (window.turns() != Turns.LAST) {
      throw new ParameterException(
          command.commandLine(), "rank scores the last message of every conversation: no --turns");
    }
    if (RewardModel.scale(bundle) == Scale.PROBABILITY && pairs.minMargin() >= 1) {
      throw new ParameterException(
          command.commandLine(),
          "--min-margin is a difference of probabilities, below 1, not " + pairs.minMargin());
    }
    double baseline = windowing.baseline(bundle);
    ManifestBuilder manifest = new ManifestBuilder(bundle, formatter, window, baseline);
    RankOutput out = new RankOutput(output, streams, input.keep());
    ScoreColumns columns = out.columns(manifest, RewardModel.scale(bundle));
    PairFlags.Kind kind = pairing.kind();
    try (Rejects unusable = new Rejects(rejects, notices);
        Candidates candidates =
            new Candidates(ranking.group(), new ScoreTable.Codebook(ranking.fields()));
        RewardModel rewardModel = engine.load(bundle, window.maxTokens(), notices)) {
      Scorer scorer = rewardModel.scorer(baseline);
      GatheringSink sink =
          new GatheringSink(
              candidates::score,
              unusable,
              rejects.progress(source, verbosity.isQuiet(), streams, notices));
      CandidateReader reader =
          new CandidateReader(
              source,
              candidates,
              kind != null,
              texts(formatter, rewardModel.windower(formatter, window)));
      manifest.start(output.writesFiles() || html.file() != null);
      PipelineOptions pipeline = engine.pipeline(limit, rewardModel, notices);
      rewardModel.pipeline(formatter, window, engine.plan(), scorer, pipeline).run(reader, sink);
      notices.clearStatus();
      if (candidates.size() == 0) {
        return nothing(unusable);
      }
      RunManifest run =
          manifest.finish(
              rewardModel, source.inputs(), sink.counts(source.rowsRead()), source.understanding());
      notices.warnOf(run.understood(), ranking.group() == null);
      Ranking ranked = Ranking.of(candidates);
      PairSelection selection =
          kind == null ? null : new PairSelector(pairs, ranking.cluster()).select(ranked);
      if (kind == null || selection == null) {
        out.write(ranked, ranking.isBestOf(), columns, scorer, run);
      } else {
        out.write(ranked, selection, kind);
      }
      tell(
          new Ranker(new RankOptions(baseline, ranking.cluster(), ranking.by())).summary(ranked),
          selection,
          new Source(String.join(" ", source.files()), run),
          out,
          notices);
      unusable.commit();
      return unusable.exitCode();
    }
  }

  private static int nothing(Rejects unusable) throws IOException {
    unusable.commit();
    if (unusable.inputs() > 0) {
      return unusable.exitCode();
    }
    throw new InputException("there is no reply to rank");
  }

  private void tell(
      RankSummary summary,
      @Nullable PairSelection selection,
      Source source,
      RankOutput out,
      Notices notices)
      throws IOException {
    Document document = RankingDocument.of(summary, selection);
    TextDocument.lines(document).forEach(notices::line);
    html.write("Ranking of " + HtmlFlags.named(input.inputs()), () -> document, List.of(source));
    out.writeSummary(RankingJson.text(summary, selection, List.of(source)));
  }

  private CandidateReader.Texts texts(FormatterTemplates formatter, Windower windower) {
    return pairing.asText()
        ? CandidateReader.formatted(new DialogueFormatter(formatter), windower)
        : CandidateReader.messages();
  }
}

package dev.decorum.cli;

import dev.decorum.conversation.Rejection;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.InputException;
import dev.decorum.read.InputFile;
import dev.decorum.read.InputFiles;
import dev.decorum.report.Source;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreFileReader;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings scored rows together from what was typed: score files are read back, conversations are
 * scored. The model is loaded when the first conversation needs it, and once.
 */
final class ScoreGathering implements AutoCloseable {
  private final ScoringFlags flags;
  private final Set<String> fields;
  private final Streams streams;
  private final Notices notices;
  private final InputStream standardInput;
  private final long limit;
  private final Rejects rejects;
  private @Nullable RewardModel rewardModel;

  /**
   * @param fields fields that are needed of every row
   */
  ScoreGathering(ScoringFlags flags, Set<String> fields, Streams streams, Notices notices)
      throws IOException {
    this.flags = flags;
    this.fields = new LinkedHashSet<>(fields);
    this.streams = streams;
    this.notices = notices;
    this.standardInput = new BufferedInputStream(streams.in());
    this.limit = flags.input().limit();
    flags.engine().check();
    this.rejects = new Rejects(flags.rejects(), notices);
  }

  /** Where people are told things. */
  Notices notices() {
    return notices;
  }

  /** What became of rows that could not be used. */
  Rejects rejects() {
    return rejects;
  }

  /**
   * Takes the rows of {@code typed} into {@code table}.
   *
   * @param typed files, directories, globs or {@code -}
   * @return where the rows came from: one for each score file, one for all conversations together
   */
  List<Source> gather(List<String> typed, ScoreTable table)
      throws IOException, InterruptedException {
    List<Source> sources = new ArrayList<>();
    List<String> conversations = new ArrayList<>();
    for (InputFile file : InputFiles.resolve(typed)) {
      Path path = file.path();
      InputStream in =
          path == null ? standardInput : new BufferedInputStream(Files.newInputStream(path));
      try {
        if (ScoreFileReader.isScoreFile(in)) {
          sources.add(readBack(file, in, table));
        } else {
          conversations.add(file.name());
        }
      } finally {
        if (path != null) {
          in.close();
        }
      }
    }
    if (!conversations.isEmpty()) {
      sources.add(score(conversations, table));
    }
    return sources;
  }

  private Source readBack(InputFile file, InputStream in, ScoreTable table) throws IOException {
    // Closed by whoever opened the stream.
    @SuppressWarnings("resource")
    ScoreFileReader reader =
        ScoreFileReader.open(
            file.name(), in, fields, flags.input().labelColumn(), flags.input().labelWords());
    try {
      for (long read = 0; read < flags.input().limit(); read++) {
        Optional<ScoreFileReader.Result> next = reader.next();
        if (next.isEmpty()) {
          break;
        }
        if (next.get() instanceof ScoreFileReader.Result.Rejected rejected) {
          rejects.row(rejected.rejection());
        } else if (next.get() instanceof ScoreFileReader.Result.Accepted accepted) {
          table.add(accepted.row());
        }
      }
    } catch (InputException e) {
      rejects.input(e);
    }
    return new Source(file.name(), manifest(file));
  }

  private @Nullable RunManifest manifest(InputFile file) throws IOException {
    Path path = file.path();
    if (path != null) {
      // Compressing a score file leaves its manifest where it was.
      Path uncompressed =
          path.resolveSibling(String.valueOf(path.getFileName()).replaceFirst("\\.(gz|zst)$", ""));
      for (Path scores : List.of(path, uncompressed)) {
        if (Files.exists(RunReport.beside(scores))) {
          return RunReport.readManifest(RunReport.beside(scores));
        }
      }
    }
    notices.note(
        file.name()
            + ": no run manifest lies beside this score file; nobody can check its model, formatter"
            + " and window");
    return null;
  }

  private Source score(List<String> inputs, ScoreTable table)
      throws IOException, InterruptedException {
    Set<String> kept = new LinkedHashSet<>(fields);
    kept.removeAll(ScoredRow.OWN_FIELDS);
    try (ConversationSource source = flags.input().open(inputs, kept, standardInput, notices)) {
      RewardModel loaded = model();
      ModelBundle bundle = loaded.bundle();
      FormatterTemplates formatter = flags.windowing().formatter(bundle);
      WindowOptions window = flags.windowing().window(bundle);
      double baseline = flags.windowing().baseline(bundle);
      ManifestBuilder manifest = new ManifestBuilder(bundle, formatter, window, baseline);
      TableSink sink = new TableSink(table, progress(source));
      manifest.start(true);
      loaded
          .pipeline(
              formatter,
              window,
              flags.engine().planner(loaded),
              loaded.scorer(baseline),
              flags.engine().pipeline(limit, loaded, notices))
          .run(source, sink);
      notices.clearStatus();
      return new Source(
          String.join(" ", inputs),
          manifest.finish(loaded, source.inputs(), sink.counts(source.rowsRead())));
    }
  }

  /** Whether there is nothing to look at, since an input could not be used: that was said. */
  boolean isFruitless(ScoreTable table) {
    return table.size() == 0 && rejects.inputs() > 0;
  }

  private RewardModel model() {
    RewardModel loaded = rewardModel;
    if (loaded == null) {
      ModelBundle bundle = flags.model().open(notices);
      WindowOptions window = flags.windowing().window(bundle);
      loaded = RewardModel.load(bundle, window.maxTokens(), flags.engine().device());
      rewardModel = loaded;
    }
    return loaded;
  }

  private ProgressLine progress(ConversationSource source) {
    return new ProgressLine(
        notices,
        flags.verbosity().isQuiet() ? ProgressLine.When.NEVER : flags.rejects().progress(),
        streams.errIsTerminal(),
        source::bytesRead,
        source.bytesTotal());
  }

  @Override
  public void close() throws IOException {
    notices.clearStatus();
    if (rewardModel != null) {
      rewardModel.close();
    }
    rejects.close();
  }

  /** Takes scores into a table. */
  private final class TableSink implements RowSink {
    private final ScoreTable table;
    private final ProgressLine progress;
    private final long rejectedBefore = rejects.rows();
    private final long failedBefore = rejects.inputs();
    private long scored;
    private long tokens;
    private long tokensDropped;

    TableSink(ScoreTable table, ProgressLine progress) {
      this.table = table;
      this.progress = progress;
    }

    @Override
    public void score(ConversationScore score) {
      table.add(ScoredRow.of(score));
      scored++;
      tokens += score.tokens();
      tokensDropped += score.tokensDropped();
    }

    @Override
    public void rejected(Rejection rejection) throws IOException {
      rejects.row(rejection);
    }

    @Override
    public void inputFailed(InputException failure) {
      rejects.input(failure);
    }

    @Override
    public void progress(Progress now) {
      progress.update(now);
    }

    @Override
    public void pause() {
      // nobody waits for a single row
    }

    RunManifest.Counts counts(long rowsRead) {
      return new RunManifest.Counts(
          rowsRead,
          scored,
          rejects.rows() - rejectedBefore,
          tokens,
          tokensDropped,
          rejects.inputs() - failedBefore);
    }
  }
}

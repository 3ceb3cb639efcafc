package dev.decorum.run;

import dev.decorum.compare.Version;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.explain.Explanation;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.read.AlternatingReader;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreFileReader;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.SharedField;
import dev.decorum.score.SharedFieldFinder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects scored rows from inputs: reads score files back and scores conversations. The model is
 * loaded once, when the first conversation needs it.
 */
final class ScoreCollector implements AutoCloseable {
  /** Names that exports give to what rows share; only those in the input are looked at. */
  private static final Set<String> TELLING_FIELDS =
      new LinkedHashSet<>(
          List.of(
              "user_id",
              "context_id",
              "conversation_id",
              "session_id",
              "chat_id",
              "thread_id",
              "character_id",
              "bot_id"));

  private final ScoringRequest request;
  private final Set<String> fields;
  private final RunListener listener;
  private final InputStream standardInput;
  private final long limit;
  private final Rejects rejects;
  private @Nullable RunModel model;
  private @Nullable RewardModel rewardModel;
  private final Map<ScoreTable, SharedFieldFinder> finders = new HashMap<>();
  private boolean idsAreUnique = true;
  private boolean findsSharedFields;

  /**
   * @param fields the fields that are read from every row
   */
  ScoreCollector(ScoringRequest request, Set<String> fields, RunListener listener)
      throws IOException {
    this.request = request;
    this.fields = new LinkedHashSet<>(fields);
    this.listener = listener;
    this.standardInput = new BufferedInputStream(request.input().standardInput());
    this.limit = request.input().limit();
    this.rejects = new Rejects(request.rejects(), listener);
  }

  /** Allows ids to occur several times, once in each version. */
  void expectRepeatedIds() {
    idsAreUnique = false;
  }

  /**
   * Looks at all fields of score files, and at fields of conversations that by their names tell
   * which rows belong together.
   */
  void findSharedFields() {
    findsSharedFields = true;
  }

  /** The field that most makes rows clusters, if {@link #findSharedFields} found one. */
  Optional<SharedField> sharedField() {
    return finders.entrySet().stream()
        .flatMap(entry -> entry.getValue().strongest(entry.getKey().values()).stream())
        .max(Comparator.comparingDouble(SharedField::designEffect));
  }

  private void note(ScoreTable table, Map<String, String> fields) {
    if (findsSharedFields) {
      finders.computeIfAbsent(table, key -> new SharedFieldFinder()).add(fields);
    }
  }

  /** The rows and inputs that could not be used. */
  Rejects rejects() {
    return rejects;
  }

  /**
   * Adds the rows of {@code typed} to {@code table}.
   *
   * @param typed files, directories, globs or {@code -}
   * @return the sources of the rows: one for each score file, and one for all conversations
   *     together
   */
  List<ScoreSource> collect(List<String> typed, ScoreTable table)
      throws IOException, InterruptedException {
    return collectEach(List.of(typed), List.of(table)).get(0);
  }

  /**
   * Adds the rows of each version to a table of its own. Conversations of all versions are scored
   * together, so that parts they share, such as contexts, are computed once.
   *
   * @param typed for each version, files, directories, globs or {@code -}
   * @param tables one for each version
   * @return as for {@link #collect}, for each version
   */
  List<List<ScoreSource>> collectEach(List<List<String>> typed, List<ScoreTable> tables)
      throws IOException, InterruptedException {
    List<List<ScoreSource>> sources = new ArrayList<>();
    List<Scoring> scorings = new ArrayList<>();
    for (int version = 0; version < typed.size(); version++) {
      List<ScoreSource> own = new ArrayList<>();
      sources.add(own);
      Set<String> telling = new LinkedHashSet<>(findsSharedFields ? TELLING_FIELDS : Set.of());
      List<String> conversations =
          readBackScores(typed.get(version), tables.get(version), own, telling);
      if (!conversations.isEmpty()) {
        scorings.add(new Scoring(conversations, telling, tables.get(version), own));
      }
    }
    if (scorings.isEmpty()) {
      listener.onlyScoreFiles();
    }
    Set<String> files = new HashSet<>();
    if (scorings.stream().flatMap(scoring -> scoring.inputs().stream()).allMatch(files::add)) {
      score(scorings);
    } else {
      // Rows are assigned to versions by file name, which fails if two versions name the same file.
      for (Scoring scoring : scorings) {
        score(List.of(scoring));
      }
    }
    return sources;
  }

  /** The conversations of one version that have yet to be scored. */
  private record Scoring(
      List<String> inputs, Set<String> telling, ScoreTable table, List<ScoreSource> sources) {}

  /**
   * Adds the rows of score files, and returns the inputs that are not score files.
   *
   * @param telling fields, of which those are left that each of these inputs begins with
   */
  private List<String> readBackScores(
      List<String> typed, ScoreTable table, List<ScoreSource> sources, Set<String> telling)
      throws IOException {
    List<String> conversations = new ArrayList<>();
    Set<String> scores = new HashSet<>();
    InputFiles.Resolved inputs = InputFiles.resolve(typed);
    for (InputFile file : inputs.files()) {
      Path path = file.path();
      InputStream in =
          path == null ? standardInput : new BufferedInputStream(file.open(standardInput));
      try {
        if (ScoreFileReader.isScoreFile(path, in)) {
          sources.add(readBack(file, in, table));
          scores.add(file.name());
        } else {
          if (path != null) {
            // A score file cut off near its beginning does not look like one; its manifest tells.
            RunReport.manifestBeside(file.name(), path);
          }
          conversations.add(file.name());
          telling.removeIf(field -> !RecordReader.firstRecordHas(path, in, field));
        }
      } finally {
        if (path != null) {
          in.close();
        }
      }
    }
    for (InputFiles.Duplicate duplicate : inputs.duplicates()) {
      if (scores.contains(duplicate.first())) {
        listener.note(readOnce(duplicate));
      } else {
        // The reader of conversations tells of it.
        conversations.add(duplicate.name());
      }
    }
    return conversations;
  }

  /** Says that a file was named twice. */
  static String readOnce(InputFiles.Duplicate duplicate) {
    return duplicate.name()
        + ": this is the same file as "
        + duplicate.first()
        + "; it is read once";
  }

  private ScoreSource readBack(InputFile file, InputStream in, ScoreTable table)
      throws IOException {
    RunManifest manifest = manifest(file);
    // The stream is closed by the code that opened it.
    @SuppressWarnings("resource")
    ScoreFileReader reader =
        ScoreFileReader.open(
            file.name(),
            file.path(),
            in,
            fields,
            request.input().options().columns().get("label"),
            request.input().options().labelWords());
    long rejected = 0;
    try {
      for (long read = 0; read < limit; read++) {
        Optional<ScoreFileReader.Result> next = reader.next();
        if (next.isEmpty()) {
          break;
        }
        if (next.get() instanceof ScoreFileReader.Result.Rejected row) {
          rejects.row(row.rejection());
          rejected++;
        } else if (next.get() instanceof ScoreFileReader.Result.Accepted accepted) {
          table.add(accepted.row());
          if (findsSharedFields) {
            note(table, reader.otherFields());
          }
        }
      }
    } catch (InputException e) {
      rejects.input(e);
    }
    return new ScoreSource(file.name(), manifest, rejected);
  }

  private @Nullable RunManifest manifest(InputFile file) throws IOException {
    Path path = file.path();
    Optional<RunManifest> manifest =
        path == null ? Optional.empty() : RunReport.manifestBeside(file.name(), path);
    if (manifest.isPresent()) {
      return manifest.get();
    }
    listener.note(
        file.name()
            + ": there is no run manifest beside this score file, so its model, formatter and window"
            + " cannot be checked");
    return null;
  }

  private void score(List<Scoring> scorings) throws IOException, InterruptedException {
    if (scorings.isEmpty()) {
      return;
    }
    Set<String> kept = new LinkedHashSet<>(fields);
    kept.removeAll(ScoredRow.OWN_FIELDS);
    List<ConversationSource> opened = new ArrayList<>();
    for (Scoring scoring : scorings) {
      Set<String> own = new LinkedHashSet<>(kept);
      own.addAll(scoring.telling());
      opened.add(request.input().openOthers(scoring.inputs(), own, standardInput, listener));
    }
    try (AlternatingReader reader = new AlternatingReader(opened, limit)) {
      RunModel model = model();
      RewardModel loaded = loaded(model);
      ManifestBuilder manifest = new ManifestBuilder(model);
      TableSink sink =
          new TableSink(rejects, listener.rows(reader::bytesRead, reader.bytesTotal()));
      for (int i = 0; i < scorings.size(); i++) {
        Scoring scoring = scorings.get(i);
        sink.add(
            new Tally(scoring.table(), row -> note(scoring.table(), telling(row, scoring))),
            opened.get(i).files());
      }
      manifest.start(true);
      model
          .pipeline(loaded, model.engine().schedule(Long.MAX_VALUE, loaded, listener))
          .run(reader, sink);
      listener.idle();
      for (int i = 0; i < scorings.size(); i++) {
        ConversationSource source = opened.get(i);
        RunManifest.CountsEntry counts =
            sink.of(source.files().get(0)).counts(source.rowsRead(), source.inputsFailed());
        RunManifest run = manifest.finish(loaded, source.inputs(), counts, source.understanding());
        listener.warnOf(run.understood(), idsAreUnique);
        scorings
            .get(i)
            .sources()
            .add(
                new ScoreSource(
                    String.join(" ", scorings.get(i).inputs()), run, counts.rejected()));
      }
    }
  }

  /** The row's values of the fields that tell which rows belong together. */
  private static Map<String, String> telling(ScoredRow row, Scoring scoring) {
    Map<String, String> telling = new LinkedHashMap<>();
    for (String field : scoring.telling()) {
      String value = row.fields().get(field);
      if (value != null) {
        telling.put(field, value);
      }
    }
    return telling;
  }

  /** Whether there are no rows because an input could not be used, which has been reported. */
  boolean isFruitless(ScoreTable table) {
    return table.size() == 0 && rejects.inputs() > 0;
  }

  /** Whether there are no rows in any of the versions because an input could not be used. */
  boolean isFruitless(List<Version> versions) {
    return versions.stream().anyMatch(version -> isFruitless(version.table()));
  }

  /**
   * Explains conversations by the model.
   *
   * @return the explanations of those that can be explained, in their order; others are reported
   */
  List<Explanation> explain(List<Conversation> conversations)
      throws IOException, InterruptedException {
    RunModel opened = model();
    // What cannot be explained has been scored all the same, and is not rejected.
    try (Rejects unexplained = new Rejects(request.rejects().withoutFile(), listener)) {
      return new ConversationExplainer(
              opened, loaded(opened), Integer.MAX_VALUE, unexplained, listener)
          .explain(conversations);
    }
  }

  /** The model, which is opened on first use. */
  RunModel model() {
    RunModel opened = model;
    if (opened == null) {
      opened = RunModel.open(request, listener);
      model = opened;
    }
    return opened;
  }

  private RewardModel loaded(RunModel opened) {
    RewardModel loaded = rewardModel;
    if (loaded == null) {
      loaded = opened.load(listener);
      rewardModel = loaded;
    }
    return loaded;
  }

  @Override
  public void close() throws IOException {
    listener.idle();
    if (rewardModel != null) {
      rewardModel.close();
    }
    rejects.close();
  }

  /** The counts of one version's conversations. */
  private static final class Tally {
    private final ScoreTable table;
    private final Consumer<ScoredRow> observer;
    private final RowCounts counts = new RowCounts();
    private long rejected;

    /**
     * @param observer is told of every row
     */
    Tally(ScoreTable table, Consumer<ScoredRow> observer) {
      this.table = table;
      this.observer = observer;
    }

    void score(ConversationScore score) {
      ScoredRow row = ScoredRow.of(score);
      table.add(row);
      observer.accept(row);
      counts.add(score);
    }

    RunManifest.CountsEntry counts(long rowsRead, int inputsFailed) {
      return counts.with(rowsRead, rejected, inputsFailed);
    }
  }

  /** Adds scores to the table of the version whose file they come from. */
  private static final class TableSink extends RunSink {
    private final Map<String, Tally> tallies = new HashMap<>();

    TableSink(Rejects rejects, RunListener.RowProgress progress) {
      super(rejects, progress);
    }

    void add(Tally tally, List<String> files) {
      files.forEach(file -> tallies.put(file, tally));
    }

    /** The tally of a file, or of the archive that contains it, as in {@code chats.zip!a.jsonl}. */
    Tally of(String file) {
      Tally tally = tallies.get(file);
      for (int end = file.lastIndexOf('!'); tally == null && end >= 0; ) {
        tally = tallies.get(file.substring(0, end));
        end = end == 0 ? -1 : file.lastIndexOf('!', end - 1);
      }
      return Objects.requireNonNull(tally, file);
    }

    @Override
    public void score(ConversationScore score) {
      of(score.context().location().file()).score(score);
    }

    @Override
    public void rejected(Rejection rejection) throws IOException {
      of(rejection.location().file()).rejected++;
      super.rejected(rejection);
    }
  }
}

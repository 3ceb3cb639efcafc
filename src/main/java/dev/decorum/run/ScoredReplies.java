package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Rejection;
import dev.decorum.conversation.RowContext;
import dev.decorum.conversation.SampleId;
import dev.decorum.failure.UsageException;
import dev.decorum.rank.Candidates;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.RecordReader;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.report.RankingTableWriter;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreFileReader;
import dev.decorum.score.Scorer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replies that earlier runs scored, read from their score files. Where texts are needed, the inputs
 * named in the manifest are read again and matched with the scores, row by row.
 */
final class ScoredReplies {

  /** A score file with the manifest beside it. */
  record ScoreFile(InputFile file, RunManifest run) {}

  private final RankRequest request;
  private final RunListener listener;
  private final List<ScoreFile> files;

  private ScoredReplies(RankRequest request, RunListener listener, List<ScoreFile> files) {
    this.request = request;
    this.listener = listener;
    this.files = List.copyOf(files);
  }

  /**
   * The score files among the inputs; null if all inputs are conversations. Checks the manifest
   * beside each input that has one.
   *
   * @throws UsageException if some inputs are score files and others are not
   * @throws InputException if a score file cannot be ranked
   */
  static @Nullable ScoredReplies of(RankRequest request, RunListener listener) throws IOException {
    InputFiles.Resolved resolved = InputFiles.resolve(request.scoring().input().inputs());
    List<InputFile> inputs = resolved.files();
    List<InputFile> scores = new ArrayList<>();
    for (InputFile file : inputs) {
      Path path = file.path();
      // What can be read only once is left to the reader of conversations.
      if (path == null || !Files.isRegularFile(path)) {
        continue;
      }
      try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()))) {
        if (ScoreFileReader.isScoreFile(path, in)) {
          scores.add(file);
        } else {
          RunReport.manifestBeside(file.name(), path);
        }
      }
    }
    if (scores.isEmpty()) {
      return null;
    }
    if (scores.size() < inputs.size()) {
      throw new UsageException(
          scores.get(0).name()
              + " is a score file and other inputs are conversations: rank either alone; with"
              + " --cache, conversations that were scored before are not scored again");
    }
    resolved.duplicates().forEach(duplicate -> listener.note(ScoreCollector.readOnce(duplicate)));
    listener.onlyScoreFiles();
    List<ScoreFile> files = new ArrayList<>();
    for (InputFile file : scores) {
      files.add(new ScoreFile(file, manifest(file)));
    }
    requireAlike(files);
    return new ScoredReplies(request, listener, files);
  }

  private static RunManifest manifest(InputFile file) throws IOException {
    Path path = file.path();
    RunManifest run =
        (path == null ? Optional.<RunManifest>empty() : RunReport.manifestBeside(file.name(), path))
            .orElseThrow(
                () ->
                    new InputException(
                        file.name()
                            + ": there is no run manifest beside this score file, so its model and"
                            + " its conversations are unknown; rank the conversations instead"));
    if (!run.window().turns().equals("last")) {
      throw new InputException(
          file.name()
              + ": has a row for each turn; rank needs one for each reply, scored without --turns");
    }
    return run;
  }

  private static void requireAlike(List<ScoreFile> files) {
    ScoreFile first = files.get(0);
    for (ScoreFile other : files) {
      List<String> differences = first.run().differencesFrom(other.run());
      if (!differences.isEmpty()) {
        throw new InputException(
            other.file().name()
                + ": cannot be ranked together with "
                + first.file().name()
                + ": "
                + String.join("; ", differences));
      }
    }
  }

  List<ScoreFile> files() {
    return files;
  }

  /** The runs that gave the scores; one may have given several files, which a cluster wrote. */
  List<RunManifest> runs() {
    return files.stream().map(ScoreFile::run).distinct().toList();
  }

  /** The conversations that were scored. */
  List<String> conversations() {
    return files.stream()
        .flatMap(file -> file.run().inputs().stream())
        .map(RunManifest.InputEntry::path)
        .distinct()
        .toList();
  }

  /** The files that are read: scores, and conversations where texts are needed. */
  List<String> read() {
    Set<String> names = new LinkedHashSet<>();
    for (ScoreFile file : files) {
      names.add(file.file().name());
      if (needsTexts()) {
        file.run().inputs().forEach(input -> names.add(input.path()));
      }
    }
    return List.copyOf(names);
  }

  /** Whether replies are traced to more than one file. */
  boolean isOfSeveralFiles() {
    return needsTexts()
        ? files.stream().mapToInt(file -> file.run().inputs().size()).sum() > 1
        : files.size() > 1;
  }

  /** Pairs are made of texts, and only they tell which replies stood in one row. */
  private boolean needsTexts() {
    return request.pairs().isWanted() || request.group() == null;
  }

  /**
   * Takes all scores in as candidates.
   *
   * @param reading makes candidates of the conversations that are read again
   */
  void fill(Candidates candidates, Scorer scorer, Rejects rejects, Reading reading)
      throws IOException {
    long left = request.scoring().input().limit();
    for (ScoreFile file : files) {
      left -=
          needsTexts()
              ? fillWithTexts(file, left, candidates, scorer, rejects, reading)
              : fill(file, left, candidates, scorer, rejects);
    }
  }

  /** Whether the rows were written by {@code rank}, in the order of their places. */
  private static boolean isRanking(InputFile file) throws IOException {
    try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()))) {
      return RecordReader.firstRecordHas(file.path(), in, RankingTableWriter.RANK)
          && RecordReader.firstRecordHas(file.path(), in, RankingTableWriter.MARGIN);
    }
  }

  /** Opens conversations as candidates. */
  interface Reading {
    CandidateReader of(ConversationSource source);
  }

  /** Receives the rows of a score file. */
  private interface Row {
    void take(ConversationScore score) throws IOException;
  }

  private long fill(
      ScoreFile file, long limit, Candidates candidates, Scorer scorer, Rejects rejects)
      throws IOException {
    Set<String> fields = new LinkedHashSet<>(request.output().keep());
    fields.addAll(request.furtherFields());
    return read(
        file,
        fields,
        limit,
        scorer,
        rejects,
        score -> {
          if (!candidates.add(score)) {
            rejects.row(
                new Rejection(
                    score.context().location(),
                    "conversation '"
                        + score.id().conversationId()
                        + "' has no "
                        + request.group()
                        + ", so that it belongs to no group",
                    ""));
          }
        });
  }

  private long read(
      ScoreFile scores, Set<String> fields, long limit, Scorer scorer, Rejects rejects, Row rows)
      throws IOException {
    InputFile file = scores.file();
    long read = 0;
    try (InputStream in = new BufferedInputStream(file.open(InputStream.nullInputStream()));
        ScoreFileReader reader =
            ScoreFileReader.open(
                file.name(),
                file.path(),
                in,
                fields,
                request.scoring().input().options().columns().get("label"),
                request.scoring().input().options().labelWords())) {
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent() && read < limit;
          next = reader.next()) {
        read++;
        if (next.get() instanceof ScoreFileReader.Result.Rejected rejected) {
          rejects.row(rejected.rejection());
        } else {
          rows.take(reader.score(read - 1, scorer));
        }
      }
    }
    return read;
  }

  private long fillWithTexts(
      ScoreFile file,
      long limit,
      Candidates candidates,
      Scorer scorer,
      Rejects rejects,
      Reading reading)
      throws IOException {
    if (isRanking(file.file())) {
      throw new InputException(
          file.file().name()
              + ": its rows are rankings, which are not in the order of the conversations, so they"
              + " cannot be matched with texts; give the score file or the conversations instead");
    }
    List<ConversationScore> scores = new ArrayList<>();
    long read = read(file, Set.of(), limit, scorer, rejects, scores::add);
    List<String> paths = new ArrayList<>();
    for (RunManifest.InputEntry input : file.run().inputs()) {
      if (input.path().equals("-") || !Files.isReadable(Path.of(input.path()))) {
        throw new InputException(
            file.file().name()
                + ": the texts of these scores were in "
                + (input.path().equals("-") ? "a pipe" : "'" + input.path() + "'")
                + ", which cannot be read again, and "
                + (request.pairs().isWanted()
                    ? "pairs need the texts"
                    : "without --group only the texts tell which replies belong together")
                + "; rank the conversations instead");
      }
      paths.add(input.path());
    }
    InputRequest input = request.scoring().input();
    Set<String> fields = request.furtherFields();
    try (ConversationSource source =
            input.openOthers(paths, fields, InputStream.nullInputStream(), listener);
        CandidateReader reader = reading.of(source)) {
      match(file, scores, source, reader, candidates, rejects);
      requireUnchanged(file, source);
    }
    return read;
  }

  /**
   * Gives each conversation its score. Score files of {@code decorum score} are in the order of
   * their inputs; conversations without one are those that were rejected then.
   */
  private static void match(
      ScoreFile file,
      List<ConversationScore> scores,
      ConversationSource source,
      CandidateReader reader,
      Candidates candidates,
      Rejects rejects)
      throws IOException {
    Iterator<ConversationScore> left = scores.iterator();
    ConversationScore due = left.hasNext() ? left.next() : null;
    long unscored = 0;
    for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
      if (due == null || !(next.get() instanceof ReadResult.Accepted accepted)) {
        continue;
      }
      Conversation conversation = accepted.conversation();
      RowContext context = RowContext.of(conversation);
      if (!conversation.id().equals(due.id().conversationId())
          || !context.botName().equals(due.context().botName())) {
        unscored++;
        continue;
      }
      long number = candidates.announced();
      if (reader.take(accepted) instanceof ReadResult.Rejected rejected) {
        rejects.row(rejected.rejection());
      } else {
        candidates.score(
            due.withId(new SampleId(number, conversation.id(), 0)).withContext(context));
      }
      due = left.hasNext() ? left.next() : null;
    }
    if (due != null || unscored > file.run().counts().rejected()) {
      throw new InputException(
          file.file().name()
              + ": its rows are not those of "
              + (file.run().inputs().size() == 1
                  ? "'" + file.run().inputs().get(0).path() + "'"
                  : "its inputs")
              + " in their order, so scores cannot be matched with texts. Give the options for"
              + " reading (--map, --input-format, ...) as when they were scored; rankings, sorted"
              + " rows and shards cannot be matched: rank the conversations instead");
    }
  }

  private static void requireUnchanged(ScoreFile file, ConversationSource source) {
    List<InputDigest> now = source.inputs();
    List<RunManifest.InputEntry> then = file.run().inputs();
    for (int i = 0; i < now.size(); i++) {
      if (i >= then.size() || !now.get(i).sha256().equals(then.get(i).sha256())) {
        throw new InputException(
            now.get(i).path()
                + ": has changed since it was scored for "
                + file.file().name()
                + ", so its texts may not be those of the scores; rank the conversations instead");
      }
    }
  }
}

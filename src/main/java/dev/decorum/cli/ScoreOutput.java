package dev.decorum.cli;

import dev.decorum.conversation.Rejection;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.InputException;
import dev.decorum.read.RejectsWriter;
import dev.decorum.score.AtomicFile;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.ScoreSummary;
import dev.decorum.score.ScoreWriter;
import dev.decorum.score.Scorer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Everything that a run of {@code score} writes. Files appear when {@link #commit} is reached. */
final class ScoreOutput implements RowSink, AutoCloseable {
  private static final int REJECTIONS_SHOWN = 5;

  private final OutputFlags flags;
  private final Notices notices;
  private final ProgressLine progress;
  private final ScoreStatistics statistics;
  private final @Nullable AtomicFile file;
  private final @Nullable AtomicFile rejectsFile;
  private final @Nullable RejectsWriter rejects;
  private final ScoreWriter writer;
  private long scored;
  private long rejected;
  private long tokens;
  private long tokensDropped;
  private long inputsFailed;

  ScoreOutput(
      OutputFlags flags,
      ScoreColumns columns,
      Scorer scorer,
      Streams streams,
      Notices notices,
      ProgressLine progress)
      throws IOException {
    this.flags = flags;
    this.notices = notices;
    this.progress = progress;
    this.statistics = new ScoreStatistics(scorer);
    OutputFlags.OutputFormat format = flags.format(streams.outIsTerminal());
    Path output = flags.output();
    file = output == null ? null : new AtomicFile(output);
    try {
      Path rejectsPath = flags.rejects();
      rejectsFile = rejectsPath == null ? null : new AtomicFile(rejectsPath);
      rejects = rejectsFile == null ? null : new RejectsWriter(rejectsFile.stream());
      OutputStream out = file == null ? new StandardOutput(streams.out()) : file.stream();
      writer = OutputFlags.writer(format, out, columns);
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        file.close();
      }
      throw e;
    }
  }

  @Override
  public void score(ConversationScore score) throws IOException {
    writer.write(score);
    statistics.add(score);
    scored++;
    tokens += score.tokens();
    tokensDropped += score.tokensDropped();
  }

  @Override
  public void progress(Progress now) {
    progress.update(now);
  }

  @Override
  public void rejected(Rejection rejection) throws IOException {
    String complaint = rejection.location() + ": " + rejection.reason();
    if (flags.isStrict()) {
      throw new InputException(complaint + " (--strict stops here)");
    }
    rejected++;
    if (rejects != null) {
      rejects.write(rejection);
    }
    if (rejected <= REJECTIONS_SHOWN) {
      notices.note("rejected " + complaint);
    } else {
      notices.detail("rejected " + complaint);
    }
  }

  @Override
  public void inputFailed(InputException failure) {
    if (flags.isStrict()) {
      throw failure;
    }
    inputsFailed++;
    notices.always(String.valueOf(failure.getMessage()));
  }

  @Override
  public void pause() throws IOException {
    if (file == null) {
      writer.flush();
    }
  }

  /** What the run's end means to a shell script. */
  int exitCode() {
    if (inputsFailed > 0) {
      return ExitCode.UNUSABLE;
    }
    return rejected > 0 && !flags.allowsRejects() ? ExitCode.GATE : ExitCode.DONE;
  }

  /** Whether there is nothing to write, since no input could be used at all. */
  boolean isFruitless() {
    return inputsFailed > 0 && scored == 0;
  }

  RunManifest.Counts counts(long rowsRead) {
    return new RunManifest.Counts(rowsRead, scored, rejected, tokens, tokensDropped, inputsFailed);
  }

  ScoreSummary summary() {
    return statistics.summary();
  }

  /** Gives every file its name: scores, manifest, rejects and summary. */
  void commit(RunReport report) throws IOException {
    writer.flush();
    if (rejected > REJECTIONS_SHOWN) {
      notices.note(
          "rejected "
              + rejected
              + " rows in all"
              + (flags.rejects() == null
                  ? "; --rejects FILE keeps them with their reasons"
                  : "; see " + flags.rejects()));
    }
    if (rejects != null && rejectsFile != null) {
      rejects.flush();
      rejectsFile.commit();
    }
    Path output = flags.output();
    if (file != null && output != null) {
      // The manifest first: scores without one could not be told apart from others later.
      if (file.isRegular()) {
        write(report, RunReport.beside(output));
      }
      file.commit();
    }
    Path summary = flags.summary();
    if (summary != null) {
      write(report, summary);
    }
  }

  private static void write(RunReport report, Path path) throws IOException {
    try (AtomicFile json = new AtomicFile(path)) {
      report.write(json.stream());
      json.commit();
    }
  }

  @Override
  public void close() throws IOException {
    notices.clearStatus();
    // Closing without a commit removes what was begun.
    try {
      if (file != null) {
        file.close();
      }
    } finally {
      if (rejectsFile != null) {
        rejectsFile.close();
      }
    }
  }

  /** Tells a closed pipe from every other failure to write, and is never closed itself. */
  private static final class StandardOutput extends FilterOutputStream {
    StandardOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        String message = String.valueOf(e.getMessage());
        throw message.contains("roken pipe") || message.contains("pipe has been ended")
            ? new BrokenPipeException(e)
            : new IOException("standard output: " + message, e);
      }
    }

    @Override
    public void close() {
      // the process owns it
    }
  }
}

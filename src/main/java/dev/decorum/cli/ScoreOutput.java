package dev.decorum.cli;

import dev.decorum.conversation.Rejection;
import dev.decorum.disk.AtomicFile;
import dev.decorum.pipeline.Progress;
import dev.decorum.pipeline.RowSink;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.ScoreSummary;
import dev.decorum.score.ScoreTable;
import dev.decorum.score.ScoreWriter;
import dev.decorum.score.ScoredRow;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a run of {@code score} writes. Files appear when {@link #commit} is reached. */
final class ScoreOutput implements RowSink, AutoCloseable {
  private final OutputFlags flags;
  private final Notices notices;
  private final ProgressLine progress;
  private final ScoreStatistics statistics;
  private final boolean keepsRows;
  private final ScoreTable table =
      new ScoreTable(
          new ScoreTable.Codebook(
              List.of(ScoredRow.ID, ScoredRow.BOT_NAME, ScoredRow.TURN, ScoredRow.FLAGS)));
  private final @Nullable AtomicFile file;
  private final Rejects rejects;
  private final ScoreWriter writer;
  private final RowCounts counts = new RowCounts();

  /**
   * @param keepsRows whether a report will be made of all rows together
   */
  ScoreOutput(
      OutputFlags flags,
      RejectFlags rejectFlags,
      ScoreColumns columns,
      Scorer scorer,
      boolean keepsRows,
      Streams streams,
      Notices notices,
      ProgressLine progress)
      throws IOException {
    this.flags = flags;
    this.notices = notices;
    this.progress = progress;
    this.statistics = new ScoreStatistics(scorer);
    this.keepsRows = keepsRows;
    OutputFlags.OutputFormat format = flags.format(streams.outIsTerminal());
    Path output = flags.output();
    file = output == null ? null : new AtomicFile(output);
    try {
      rejects = new Rejects(rejectFlags, notices);
      OutputStream out = file == null ? streams.out() : file.stream();
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
    if (keepsRows) {
      table.add(ScoredRow.of(score));
    }
    counts.add(score);
  }

  @Override
  public void progress(Progress now) {
    progress.update(now);
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
  public void pause() throws IOException {
    if (file == null) {
      writer.flush();
    }
  }

  /** What the run's end means to a shell script. */
  int exitCode() {
    return rejects.exitCode();
  }

  /** Whether there is nothing to write, since no input could be used at all. */
  boolean isFruitless() {
    return rejects.inputs() > 0 && counts.scored() == 0;
  }

  RunManifest.Counts counts(long rowsRead) {
    return counts.with(rowsRead, rejects);
  }

  /** The rows, where they are kept. */
  ScoreTable table() {
    return table;
  }

  ScoreSummary summary() {
    return statistics.summary();
  }

  /** Gives every file its name: scores, manifest, rejects and summary. */
  void commit(RunReport report) throws IOException {
    writer.finish();
    rejects.commit();
    Path output = flags.output();
    RunReport written = file == null || output == null ? report : report.commit(file, output);
    Path summary = flags.summary();
    if (summary != null) {
      written.write(summary);
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
      rejects.close();
    }
  }
}

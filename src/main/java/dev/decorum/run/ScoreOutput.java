package dev.decorum.run;

import dev.decorum.disk.AtomicFile;
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

/** Writes all files of a run of {@code score}. They appear on {@link #commit}. */
final class ScoreOutput extends RunSink implements AutoCloseable {
  private final OutputRequest output;
  private final RunListener listener;
  private final ScoreStatistics statistics;
  private final boolean keepsRows;
  private final ScoreTable table =
      new ScoreTable(
          new ScoreTable.Codebook(
              List.of(ScoredRow.ID, ScoredRow.BOT_NAME, ScoredRow.TURN, ScoredRow.FLAGS)));
  private final @Nullable AtomicFile file;
  private final ScoreWriter writer;
  private final RowCounts counts = new RowCounts();

  /**
   * @param keepsRows whether rows are kept for a report
   */
  ScoreOutput(
      OutputRequest output,
      Rejects rejects,
      ScoreColumns columns,
      Scorer scorer,
      boolean keepsRows,
      RunListener listener,
      RunListener.RowProgress progress)
      throws IOException {
    super(rejects, progress);
    this.output = output;
    this.listener = listener;
    this.statistics = new ScoreStatistics(scorer);
    this.keepsRows = keepsRows;
    Path path = output.file();
    file = path == null ? null : new AtomicFile(path);
    try {
      OutputStream out = file == null ? output.standardOutput() : file.stream();
      writer = output.format().writer(out, columns, output.layout());
    } catch (IOException | RuntimeException e) {
      close();
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
  public void pause() throws IOException {
    if (file == null) {
      writer.flush();
    }
  }

  /** The status of the run once it has ended. */
  RunStatus status() {
    return rejects().status();
  }

  /** Whether there is nothing to write because no input could be used. */
  boolean isFruitless() {
    return rejects().inputs() > 0 && counts.scored() == 0;
  }

  RunManifest.CountsEntry counts(long rowsRead) {
    return counts.with(rowsRead, rejects());
  }

  /** The rows, if they are kept. */
  ScoreTable table() {
    return table;
  }

  ScoreSummary summary() {
    return statistics.summary();
  }

  /** Puts all files in place: scores, manifest, rejects and summary. */
  void commit(RunReport report) throws IOException {
    writer.finish();
    rejects().commit();
    Path path = output.file();
    RunReport written = report;
    if (file != null && path != null) {
      written = report.withGuardedTexts(writer.guardedTexts()).commit(file, path);
      listener.wrote("the scores", path);
    }
    listener.guarded(writer.guardedTexts(), path);
    Path summary = output.summary();
    if (summary != null) {
      written.write(summary);
      listener.wrote("the summary", summary);
    }
  }

  @Override
  public void close() throws IOException {
    listener.idle();
    // Closing without a commit removes what was begun.
    if (file != null) {
      file.close();
    }
  }
}

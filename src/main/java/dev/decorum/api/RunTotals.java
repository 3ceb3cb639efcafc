package dev.decorum.api;

import dev.decorum.read.ConversationSource;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.Scorer;
import dev.decorum.score.Understood;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read and scored in a run, or in a part of one, for its manifest: the files with their
 * hashes, how they were understood, the numbers of rows and tokens, and the distribution of the
 * scores. Serializable, so that the parts of a run on a cluster can be brought together. Not
 * thread-safe.
 */
public final class RunTotals implements Serializable {
  private static final long serialVersionUID = 1;

  private final List<RunManifest.InputEntry> inputs = new ArrayList<>();
  private final List<Understood> understood = new ArrayList<>();
  private final @Nullable ScoreStatistics scores;
  private long read;
  private long scored;
  private long rejected;
  private long inputsFailed;
  private long tokens;
  private long tokensDropped;

  private RunTotals(@Nullable ScoreStatistics scores) {
    this.scores = scores;
  }

  /** Nothing scored yet, by a judge with this scale and baseline. */
  static RunTotals of(Scorer scorer) {
    return new RunTotals(new ScoreStatistics(scorer));
  }

  /** What was read of files so far, and nothing scored. */
  static RunTotals of(ConversationSource source) {
    RunTotals totals = new RunTotals(null);
    source.inputs().forEach(input -> totals.inputs.add(RunManifest.InputEntry.of(input)));
    totals.understood.add(Understood.of(source.understanding()));
    totals.read = source.rowsRead();
    totals.inputsFailed = source.inputsFailed();
    return totals;
  }

  /** Takes a judgement in; a row that could not be read counts as rejected. */
  public void add(Judgement judgement) {
    if (judgement instanceof Score score) {
      scored++;
      tokens += score.tokens();
      tokensDropped += score.tokensDropped();
      if (scores != null) {
        scores.add(score.row());
      }
    } else {
      rejected++;
    }
  }

  /** Takes another part of the run in. */
  public void add(RunTotals other) {
    inputs.addAll(other.inputs);
    understood.addAll(other.understood);
    if (scores != null && other.scores != null) {
      scores.add(other.scores);
    }
    read += other.read;
    scored += other.scored;
    rejected += other.rejected;
    inputsFailed += other.inputsFailed;
    tokens += other.tokens;
    tokensDropped += other.tokensDropped;
  }

  /** How many rows have a score. */
  public long scored() {
    return scored;
  }

  /** How many rows have none. */
  public long rejected() {
    return rejected;
  }

  /** The files by their names: parts of a run end in any order. */
  List<RunManifest.InputEntry> inputs() {
    return inputs.stream().sorted(Comparator.comparing(RunManifest.InputEntry::path)).toList();
  }

  RunManifest.CountsEntry counts() {
    return new RunManifest.CountsEntry(read, scored, rejected, tokens, tokensDropped, inputsFailed);
  }

  @Nullable Understood understood() {
    return understood.isEmpty() ? null : Understood.together(understood, false);
  }

  ScoreStatistics scores(Scorer scorer) {
    return scores == null ? new ScoreStatistics(scorer) : scores;
  }
}

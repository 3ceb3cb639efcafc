package dev.decorum.api;

import dev.decorum.model.files.ModelException;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.dialogue.SeenFields;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.ScoreSummary;
import dev.decorum.score.Scorer;
import dev.decorum.score.Understood;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
  private @Nullable ScoreStatistics scores;
  private final Set<Engine> engines = new LinkedHashSet<>();
  private SeenFields fields = SeenFields.NONE;
  private transient @Nullable UnaryOperator<Understood> whole;
  private long read;
  private long scored;
  private long rejected;
  private long inputsFailed;
  private long tokens;
  private long tokensDropped;

  /**
   * What has computed scores.
   *
   * @param device such as {@code cpu}
   * @param precision the label of the arithmetic
   * @param integers the SHA-256 of the model's integer form; empty if it is not used
   */
  record Engine(String device, String precision, String integers) implements Serializable {}

  private RunTotals(@Nullable ScoreStatistics scores) {
    this.scores = scores;
  }

  /** Nothing scored yet, by a judge with this scale and baseline. */
  static RunTotals of(Scorer scorer, Engine engine) {
    RunTotals totals = new RunTotals(new ScoreStatistics(scorer));
    totals.engines.add(engine);
    return totals;
  }

  /** What was read of files so far, and nothing scored. */
  static RunTotals of(ConversationSource source) {
    RunTotals totals = new RunTotals(null);
    source.inputs().forEach(input -> totals.inputs.add(RunManifest.InputEntry.of(input)));
    totals.understood.add(Understood.of(source.understanding()));
    totals.fields = source.seenFields();
    totals.read = source.rowsRead();
    totals.inputsFailed = source.inputsFailed();
    return totals;
  }

  /**
   * Takes a judgement in; a row that could not be read counts as rejected. Files that could not be
   * read are counted by those who read them.
   */
  public void add(Judgement judgement) {
    if (judgement instanceof Score score) {
      scored++;
      tokens += score.tokens();
      tokensDropped += score.tokensDropped();
      if (scores != null) {
        scores.add(score.row());
      }
    } else if (!((Rejected) judgement).isFile()) {
      rejected++;
    }
  }

  /** Takes another part of the run in, which must not be used any more. */
  public void add(RunTotals other) {
    inputs.addAll(other.inputs);
    understood.addAll(other.understood);
    engines.addAll(other.engines);
    fields = fields.plus(other.fields);
    if (scores == null) {
      scores = other.scores;
    } else if (other.scores != null) {
      scores.add(other.scores);
    }
    read += other.read;
    scored += other.scored;
    rejected += other.rejected;
    inputsFailed += other.inputsFailed;
    tokens += other.tokens;
    tokensDropped += other.tokensDropped;
  }

  /**
   * What is likely a typing error: fields of {@link ReadOptions#keep} that were in no row.
   *
   * @param options how they were read
   * @throws dev.decorum.failure.DecorumException if a field of {@link ReadOptions#map} was in no
   *     row, or different machines have computed with different integer forms of the model
   */
  public List<String> notices(ReadOptions options) {
    List<String> notices = new ArrayList<>();
    fields.check(options.options(), notices::add);
    if (engines.stream().map(Engine::integers).distinct().count() > 1) {
      throw new ModelException(
          "machines have computed with different integer forms of the model, which a calibration of"
              + " its own or another kind of processor makes; copy the files of one machine's cache"
              + " to the others, or score with fp32");
    }
    return notices;
  }

  /**
   * Takes note of what no part of a run can know.
   *
   * @param repeats how many conversations have the id of another one, which does not count
   * @param repeatExamples some of these ids
   * @param twice the names of files that were named twice, and read once
   * @param passedOver the names of files that are not read
   */
  public void ofWhole(
      long repeats, List<String> repeatExamples, List<String> twice, List<String> passedOver) {
    whole = together -> together.withWhole(repeats, repeatExamples, twice, passedOver);
  }

  /**
   * The result in a line of a log, such as {@code 1,095 rows scored, 3 rejected, 75,433 tokens;
   * mean 0.512, -23.8% against the baseline 0.672}.
   */
  public String inALine() {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%,d rows scored, %,d rejected, %,d tokens", scored, rejected, tokens));
    if (scored > 0 && scores != null) {
      ScoreSummary summary = scores.summary();
      line.append(String.format(Locale.ROOT, "; mean %.3f", summary.mean()));
      if (!Double.isNaN(summary.meanDeltaPercent())) {
        line.append(
            String.format(
                Locale.ROOT,
                ", %+.1f%% against the baseline %s",
                summary.meanDeltaPercent(),
                summary.baseline()));
      }
    }
    return line.toString();
  }

  /** How many rows have a score. */
  public long scored() {
    return scored;
  }

  /** How many tokens the model has read. */
  public long tokens() {
    return tokens;
  }

  /** How many tokens were cut off because they did not fit. */
  public long tokensDropped() {
    return tokensDropped;
  }

  /** How many files could not be read, or not to their end. */
  public long inputsFailed() {
    return inputsFailed;
  }

  /** How many rows have none. */
  public long rejected() {
    return rejected;
  }

  /** The devices of all scores; {@code otherwise} if there is no score yet. */
  String device(String otherwise) {
    return engines.isEmpty()
        ? otherwise
        : engines.stream().map(Engine::device).distinct().collect(Collectors.joining(", "));
  }

  /** The arithmetic of all scores; {@code otherwise} if there is no score yet. */
  String precision(String otherwise) {
    return engines.isEmpty()
        ? otherwise
        : engines.stream().map(Engine::precision).distinct().collect(Collectors.joining(", "));
  }

  /** The files by their names: parts of a run end in any order. */
  List<RunManifest.InputEntry> inputs() {
    return inputs.stream().sorted(Comparator.comparing(RunManifest.InputEntry::path)).toList();
  }

  RunManifest.CountsEntry counts() {
    return new RunManifest.CountsEntry(read, scored, rejected, tokens, tokensDropped, inputsFailed);
  }

  @Nullable Understood understood() {
    if (understood.isEmpty()) {
      return null;
    }
    Understood together = Understood.together(understood, false);
    return whole == null ? together : whole.apply(together);
  }

  ScoreStatistics scores(Scorer scorer) {
    return scores == null ? new ScoreStatistics(scorer) : scores;
  }
}

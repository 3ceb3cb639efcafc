package dev.decorum.run;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.RowContext;
import dev.decorum.disk.AtomicFile;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.Ranking;
import dev.decorum.report.PairsWriter;
import dev.decorum.report.RankingTableWriter;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.RunManifest;
import dev.decorum.score.RunReport;
import dev.decorum.score.Scale;
import dev.decorum.score.ScoreColumns;
import dev.decorum.score.ScoreStatistics;
import dev.decorum.score.ScoreWriter;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of {@code rank}: a score file in the order of the ranking, or training data.
 */
final class RankOutput {

  /** The columns of a ranking before the kept fields. */
  private static final List<String> PLACE =
      List.of(RankingTableWriter.GROUP, RankingTableWriter.RANK, RankingTableWriter.MARGIN);

  private final OutputRequest output;

  RankOutput(OutputRequest output) {
    this.output = output;
  }

  /** The columns of the ranking: those of a score file and the places. */
  ScoreColumns columns(ManifestBuilder manifest, Scale scale) throws IOException {
    return output.columns(false, PLACE, scale, manifest);
  }

  /** Writes the places of every group, or only the first place of each. */
  void write(
      Ranking ranking, boolean onlyBest, ScoreColumns columns, Scorer scorer, RunManifest run)
      throws IOException {
    ScoreStatistics statistics = new ScoreStatistics(scorer);
    toOutput(
        out -> {
          ScoreWriter writer =
              output.format() == OutputFormat.TABLE
                  ? new RankingTableWriter(out, columns.scale())
                  : output.format().writer(out, columns);
          for (List<Ranking.Place> places : ranking.groups()) {
            for (Ranking.Place place :
                onlyBest && !places.isEmpty() ? places.subList(0, 1) : places) {
              ConversationScore score =
                  withPlace(ranking.candidates().candidate(place.row()).score(), place, ranking);
              writer.write(score);
              statistics.add(score);
            }
          }
          writer.finish();
        },
        () -> new RunReport(run, statistics.summary()));
  }

  private ConversationScore withPlace(
      ConversationScore score, Ranking.Place place, Ranking ranking) {
    Map<String, FieldValue> fields = new LinkedHashMap<>();
    String group = ranking.candidates().groupNameOf(place.row());
    fields.put(RankingTableWriter.GROUP, FieldValue.string(group));
    fields.put(RankingTableWriter.RANK, FieldValue.literal(Integer.toString(place.rank())));
    fields.put(
        RankingTableWriter.MARGIN,
        FieldValue.literal(
            new BigDecimal(place.margin()).setScale(9, RoundingMode.HALF_EVEN).toPlainString()));
    for (String name : output.keep()) {
      FieldValue value = score.context().fields().get(name);
      if (value != null) {
        fields.put(name, value);
      }
    }
    RowContext context = score.context();
    return score.withContext(
        new RowContext(context.location(), context.botName(), context.label(), fields));
  }

  /** Writes training data, without a manifest beside the file, which would be taken for data. */
  void write(Ranking ranking, PairSelection selection, PairRequest.Kind kind) throws IOException {
    toOutput(
        out -> {
          PairsWriter writer = new PairsWriter(out, ranking.candidates(), output.keep());
          switch (kind) {
            case DPO -> {
              for (PairSelection.Pair pair : selection.pairs()) {
                writer.write(pair);
              }
            }
            case KTO -> {
              for (PairSelection.Labelled reply : selection.unpaired()) {
                writer.write(reply);
              }
            }
          }
          writer.flush();
        },
        null);
  }

  /** Writes to a stream. */
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  /** Supplies a report once everything is written. */
  private interface Report {
    RunReport get();
  }

  private void toOutput(Writing writing, @Nullable Report report) throws IOException {
    Path path = output.file();
    if (path == null) {
      try (OutputStream out = output.standardOutput()) {
        writing.to(out);
      }
      return;
    }
    try (AtomicFile file = new AtomicFile(path)) {
      writing.to(file.stream());
      if (report == null) {
        file.commit();
      } else {
        report.get().commit(file, path);
      }
    }
  }

  /** Writes the summary if one was asked for. */
  void writeSummary(String json) throws IOException {
    Path summary = output.summary();
    if (summary != null) {
      AtomicFile.write(summary, json);
    }
  }
}

package dev.decorum.run;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.RowContext;
import dev.decorum.disk.AtomicFile;
import dev.decorum.model.files.Sha256;
import dev.decorum.rank.Candidates;
import dev.decorum.rank.PairOptions;
import dev.decorum.rank.PairSelection;
import dev.decorum.rank.Ranking;
import dev.decorum.report.LineLayout;
import dev.decorum.report.NumberText;
import dev.decorum.report.PairsReport;
import dev.decorum.report.PairsWriter;
import dev.decorum.report.RankingTableWriter;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.PairsEntry;
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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of {@code rank}: a score file in the order of the ranking, or training data.
 */
final class RankOutput {

  private final OutputRequest output;
  private final boolean withSource;
  private final RunListener listener;

  /**
   * @param withSource whether a ranking tells of each reply in which file and row it stood
   */
  RankOutput(OutputRequest output, boolean withSource, RunListener listener) {
    this.output = output;
    this.withSource = withSource;
    this.listener = listener;
  }

  /** The columns of a ranking before the kept fields. */
  private List<String> place() {
    List<String> columns =
        List.of(RankingTableWriter.GROUP, RankingTableWriter.RANK, RankingTableWriter.MARGIN);
    return withSource
        ? Stream.concat(columns.stream(), Stream.of(RankingTableWriter.SOURCE)).toList()
        : columns;
  }

  /** The columns of the ranking: those of a score file and the places. */
  ScoreColumns columns(Supplier<RunManifest> run, Scale scale) throws IOException {
    return output.columns(false, place(), scale, run);
  }

  /** Writes the places of every group, or only the first place of each. */
  void write(
      Ranking ranking, boolean onlyBest, ScoreColumns columns, Scorer scorer, RunManifest run)
      throws IOException {
    ScoreStatistics statistics = new ScoreStatistics(scorer);
    toOutput(
        out -> {
          ScoreWriter writer = writer(out, columns);
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
          return writer.guardedTexts();
        },
        () -> new RunReport(run, statistics.summary()));
    if (output.file() != null) {
      listener.wrote(onlyBest ? "the best replies" : "the ranking", output.file());
    }
  }

  private ScoreWriter writer(OutputStream out, ScoreColumns columns) throws IOException {
    LineLayout layout = output.layout();
    return switch (output.format()) {
      case TABLE -> RankingTableWriter.ofAll(out, columns.scale(), withSource, layout);
      case TABLE_ENDS -> RankingTableWriter.ofEnds(out, columns.scale(), withSource, layout);
      case CSV, JSONL, PARQUET -> output.format().writer(out, columns, layout);
    };
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
    if (withSource) {
      fields.put(
          RankingTableWriter.SOURCE, FieldValue.string(score.context().location().toString()));
    }
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

  /**
   * Blank space that was removed at the ends of replies.
   *
   * @param replies the number of replies that had any
   * @param afterScoring whether they were scored with it
   */
  record Cleaning(long replies, boolean afterScoring) {}

  /** The rows of one file; one of the lists is empty. */
  private record Rows(List<PairSelection.Pair> pairs, List<PairSelection.Labelled> replies) {
    int size() {
      return pairs.size() + replies.size();
    }

    int groups(Candidates candidates) {
      return (int)
          IntStream.concat(
                  pairs.stream().mapToInt(PairSelection.Pair::chosen),
                  replies.stream().mapToInt(PairSelection.Labelled::candidate))
              .mapToObj(candidates::groupNameOf)
              .distinct()
              .count();
    }

    Rows of(PairFiles.Part part, double share, Candidates candidates) {
      return new Rows(
          pairs.stream()
              .filter(
                  pair -> PairFiles.partOf(candidates.groupNameOf(pair.chosen()), share) == part)
              .toList(),
          replies.stream()
              .filter(
                  reply ->
                      PairFiles.partOf(candidates.groupNameOf(reply.candidate()), share) == part)
              .toList());
    }
  }

  /** A file of training data that is being written. */
  private record Target(Path path, PairFiles.@Nullable Part part, Rows rows) {}

  /**
   * Writes training data, with a manifest beside each file.
   *
   * @return the files of a split; empty if there is none
   */
  List<PairsReport.File> write(
      Candidates candidates,
      PairSelection selection,
      RankRequest request,
      Cleaning cleaning,
      Scorer scorer,
      RunManifest run)
      throws IOException {
    PairRequest.Kind kind = Objects.requireNonNull(request.pairs().kind());
    Rows rows =
        switch (kind) {
          case DPO -> new Rows(selection.pairs(), List.of());
          case KTO -> new Rows(List.of(), selection.unpaired());
        };
    Path path = output.file();
    if (path == null) {
      try (OutputStream out = output.standardOutput()) {
        write(rows, candidates, out, new ScoreStatistics(scorer));
      }
      return List.of();
    }
    Double share = request.pairs().split();
    List<Target> targets = new ArrayList<>();
    if (share == null) {
      targets.add(new Target(path, null, rows));
    } else {
      for (PairFiles.Part part : PairFiles.Part.values()) {
        targets.add(new Target(PairFiles.of(path, part), part, rows.of(part, share, candidates)));
      }
    }
    List<AtomicFile> opened = new ArrayList<>();
    try {
      for (Target target : targets) {
        AtomicFile file = new AtomicFile(target.path());
        opened.add(file);
        ScoreStatistics statistics = new ScoreStatistics(scorer);
        String sha256 =
            writeHashed(
                target.rows(),
                candidates,
                file.stream(),
                PairFiles.isCompressed(target.path()),
                statistics);
        if (file.isRegular()) {
          AtomicFile manifest = new AtomicFile(RunReport.beside(target.path()));
          // The manifest first, as that of a score file.
          opened.add(opened.size() - 1, manifest);
          new RunReport(
                  run,
                  statistics.summary(),
                  sha256,
                  0,
                  entry(request, target, cleaning, candidates))
              .write(manifest.stream());
        }
      }
      AtomicFile.commitAll(opened);
      for (Target target : targets) {
        listener.wrote(content(target, kind), target.path());
      }
    } finally {
      for (AtomicFile file : opened) {
        file.close();
      }
    }
    return share == null
        ? List.of()
        : targets.stream()
            .map(
                target ->
                    new PairsReport.File(
                        target.path().toString(),
                        target.rows().size(),
                        target.rows().groups(candidates)))
            .toList();
  }

  /** What a file holds, in words. */
  private static String content(Target target, PairRequest.Kind kind) {
    int size = target.rows().size();
    String rows =
        switch (kind) {
          case DPO -> NumberText.counted(size, "pair");
          case KTO ->
              NumberText.count(size) + (size == 1 ? " labelled reply" : " labelled replies");
        };
    return target.part() == null ? rows : rows + " for " + target.part().label();
  }

  private static PairsEntry entry(
      RankRequest request, Target target, Cleaning cleaning, Candidates candidates) {
    PairRequest pairs = request.pairs();
    PairOptions options = pairs.options();
    return new PairsEntry(
        String.valueOf(pairs.kind()).toLowerCase(Locale.ROOT),
        pairs.asText() ? "text" : "messages",
        request.group(),
        options.pairing().name().toLowerCase(Locale.ROOT),
        options.minMargin(),
        options.hasMinChosen() ? (Double) options.minChosen() : null,
        options.mostPairs(),
        options.duplicateThreshold(),
        options.lengthGuard(),
        pairs.split(),
        target.part() == null ? null : target.part().label(),
        target.rows().size(),
        target.rows().groups(candidates),
        cleaning.replies(),
        cleaning.afterScoring());
  }

  /** Writes rows and returns the SHA-256 of their text before any compression. */
  private String writeHashed(
      Rows rows,
      Candidates candidates,
      OutputStream out,
      boolean isCompressed,
      ScoreStatistics statistics)
      throws IOException {
    MessageDigest sha256 = Sha256.digest();
    if (isCompressed) {
      GZIPOutputStream compressed = new GZIPOutputStream(out);
      write(rows, candidates, new DigestOutputStream(compressed, sha256), statistics);
      compressed.finish();
    } else {
      write(rows, candidates, new DigestOutputStream(out, sha256), statistics);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void write(Rows rows, Candidates candidates, OutputStream out, ScoreStatistics statistics)
      throws IOException {
    // The stream is closed by the code that opened it.
    @SuppressWarnings("resource")
    PairsWriter writer = new PairsWriter(out, candidates, output.keep());
    for (PairSelection.Pair pair : rows.pairs()) {
      writer.write(pair);
      statistics.add(candidates.candidate(pair.chosen()).score());
      statistics.add(candidates.candidate(pair.rejected()).score());
    }
    for (PairSelection.Labelled reply : rows.replies()) {
      writer.write(reply);
      statistics.add(candidates.candidate(reply.candidate()).score());
    }
    writer.flush();
  }

  /** Writes to a stream, and says how many texts have an apostrophe before them. */
  private interface Writing {
    long to(OutputStream out) throws IOException;
  }

  /** Supplies a report once everything is written. */
  private interface Report {
    RunReport get();
  }

  private void toOutput(Writing writing, Report report) throws IOException {
    Path path = output.file();
    if (path == null) {
      try (OutputStream out = output.standardOutput()) {
        listener.guarded(writing.to(out), null);
      }
      return;
    }
    try (AtomicFile file = new AtomicFile(path)) {
      long guarded = writing.to(file.stream());
      report.get().withGuardedTexts(guarded).commit(file, path);
      listener.guarded(guarded, path);
    }
  }

  /** Writes the summary if one was asked for. */
  void writeSummary(String json) throws IOException {
    Path summary = output.summary();
    if (summary != null) {
      AtomicFile.write(summary, json);
      listener.wrote("the summary", summary);
    }
  }
}

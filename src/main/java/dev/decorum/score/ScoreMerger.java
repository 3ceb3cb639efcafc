package dev.decorum.score;

import dev.decorum.conversation.Location;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts score files together into one. Rows are taken over byte for byte, and the summary is
 * computed from them anew. One row is held at a time; of those before it, {@link IdHashes} alone.
 */
public final class ScoreMerger {
  private static final List<String> FIELDS = List.of(ScoredRow.ID, ScoredRow.TURN, ScoredRow.FLAGS);

  private final MergePlan plan;
  private final MergeOptions options;
  private final ScoreFormat format;
  private final IdHashes ids = new IdHashes();
  private final @Nullable ScoreStatistics statistics;
  private long rows;

  /**
   * The first part with rows or a header, and how its columns are called; what follows has to be
   * alike.
   */
  private @Nullable Columns columns;

  private record Columns(String file, List<String> names, String headerLine) {}

  /**
   * @param format of the parts and of the whole
   */
  public ScoreMerger(MergePlan plan, MergeOptions options, ScoreFormat format) {
    this.plan = plan;
    this.options = options;
    this.format = format;
    RunManifest run = plan.run();
    this.statistics =
        run == null
            ? null
            : new ScoreStatistics(new Scorer(run.baseline(), run.model().appropriateLabel()));
  }

  /**
   * Writes the whole, and its manifest beside it where there is one. Both appear when everything
   * was checked.
   *
   * @return how many rows there are
   * @throws InputException if a part cannot be used, or does not go with the others
   */
  public long merge(Path output) throws IOException {
    try (AtomicFile file = new AtomicFile(output)) {
      for (ScorePart part : plan.parts()) {
        append(part, file.stream());
      }
      if (file.isRegular()) {
        if (plan.run() != null && statistics != null) {
          // The manifest first: scores without one could not be told apart from others later.
          new RunReport(plan.run(), statistics.summary()).write(RunReport.beside(output));
        } else {
          Files.deleteIfExists(RunReport.beside(output));
        }
      }
      file.commit();
    }
    return rows;
  }

  private void append(ScorePart part, OutputStream out) throws IOException {
    try (ScoreFileReader reader = open(part)) {
      Optional<String> header = reader.headerLine();
      if (header.isPresent()) {
        require(ScoreFormat.CSV, part);
        boolean first = columns == null;
        check(part, reader.columns(), header.get());
        if (first) {
          out.write((header.get() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      long before = rows;
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        append(part, reader, next.get(), out);
        rows++;
      }
      if (part.run() != null && rows - before != part.run().counts().scored()) {
        throw new InputException(
            part.name()
                + ": there are "
                + (rows - before)
                + " rows, and its manifest says "
                + part.run().counts().scored()
                + "; the file was cut off or changed");
      }
    }
  }

  private static ScoreFileReader open(ScorePart part) throws IOException {
    return ScoreFileReader.withoutLabels(part.name(), Files.newInputStream(part.path()), FIELDS);
  }

  private static ScoredRow row(ScoreFileReader.Result result) {
    if (result instanceof ScoreFileReader.Result.Rejected rejected) {
      throw new InputException(
          rejected.rejection().location() + ": " + rejected.rejection().reason());
    }
    return ((ScoreFileReader.Result.Accepted) result).row();
  }

  private void append(
      ScorePart part, ScoreFileReader reader, ScoreFileReader.Result result, OutputStream out)
      throws IOException {
    FlatRecord record = reader.record();
    if (record != null && reader.headerLine().isEmpty()) {
      require(ScoreFormat.JSONL, part);
      check(part, record.names(), "");
    }
    ScoredRow row = row(result);
    Location location = Objects.requireNonNull(record).location();
    if (!options.duplicates() && !ids.add(id(row), turn(row))) {
      requireNew(row, location);
    }
    if (statistics != null) {
      statistics.add(row);
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    reader.writeRow(line);
    if (format == ScoreFormat.JSONL && line.toString(StandardCharsets.UTF_8).indexOf('\n') >= 0) {
      throw new InputException(
          location + ": the row is spread over lines; one object a line is due");
    }
    line.writeTo(out);
    out.write('\n');
  }

  private static String id(ScoredRow row) {
    return Objects.requireNonNull(row.fields().get(ScoredRow.ID));
  }

  private static int turn(ScoredRow row) {
    String turn = row.fields().get(ScoredRow.TURN);
    return turn == null ? 0 : Integer.parseInt(turn);
  }

  private void require(ScoreFormat due, ScorePart part) {
    if (format != due) {
      throw new InputException(
          part.name()
              + ": this is "
              + due
              + ", and the merged file is to be "
              + format
              + "; rows are taken over as they are, so all files have to be of one form");
    }
  }

  private void check(ScorePart part, List<String> names, String headerLine) {
    Columns first = columns;
    if (first == null) {
      for (String due : List.of(ScoreColumns.ID, ScoreColumns.APPROPRIATE_PROBABILITY)) {
        if (!names.contains(due)) {
          throw new InputException(
              part.name() + ": this is no score file: there is no column " + due);
        }
      }
      columns = new Columns(part.name(), names, headerLine);
    } else if (!names.equals(first.names())) {
      throw new InputException(
          first.file() + " and " + part.name() + ": " + difference(first.names(), names));
    } else if (!headerLine.equals(first.headerLine())) {
      throw new InputException(
          first.file()
              + " and "
              + part.name()
              + ": the headers name the same columns, but are separated or quoted in another way");
    }
  }

  private static String difference(List<String> names, List<String> others) {
    List<String> onlyOne = new ArrayList<>(names);
    onlyOne.removeAll(others);
    List<String> onlyOther = new ArrayList<>(others);
    onlyOther.removeAll(names);
    if (onlyOne.isEmpty() && onlyOther.isEmpty()) {
      return "the columns stand in another order";
    }
    List<String> parts = new ArrayList<>();
    if (!onlyOne.isEmpty()) {
      parts.add("only the first has " + String.join(", ", onlyOne));
    }
    if (!onlyOther.isEmpty()) {
      parts.add("only the second has " + String.join(", ", onlyOther));
    }
    return "the columns differ: " + String.join("; ", parts);
  }

  /** Reads again what came before a row whose hash is not new, since its id may be. */
  private void requireNew(ScoredRow row, Location location) throws IOException {
    long before = 0;
    for (ScorePart part : plan.parts()) {
      try (ScoreFileReader reader = open(part)) {
        for (Optional<ScoreFileReader.Result> next = reader.next();
            next.isPresent() && before < rows;
            next = reader.next()) {
          if (row(next.get()).id().equals(row.id())) {
            Location first = Objects.requireNonNull(reader.record()).location();
            throw new InputException(
                location
                    + ": "
                    + row.id()
                    + " came before, in "
                    + first
                    + " (--allow-duplicates keeps both)");
          }
          before++;
        }
      }
    }
  }
}

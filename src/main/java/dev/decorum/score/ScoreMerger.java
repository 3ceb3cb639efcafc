package dev.decorum.score;

import dev.decorum.conversation.Location;
import dev.decorum.disk.AtomicFile;
import dev.decorum.read.FlatRecord;
import dev.decorum.read.bytes.InputException;
import dev.decorum.score.ScorePart.ScoreFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges score files into one. Rows of text forms are copied byte for byte, those of Parquet are
 * rewritten, and the summary is computed from all rows. Only one row is in memory at a time, with
 * the {@link IdHashes} of those before it.
 */
public final class ScoreMerger {
  private static final List<String> FIELDS = List.of(ScoredRow.ID, ScoredRow.TURN, ScoredRow.FLAGS);

  /** The last column of what a cluster writes; nothing else has it. */
  private static final String ORDER = "input_order";

  private final MergePlan plan;
  private final MergeOptions options;
  private final ScoreFormat format;
  private final boolean ordered;
  private final IdHashes ids = new IdHashes();
  private final @Nullable ScoreStatistics statistics;
  private long rows;

  /** The columns of the first part with rows or a header, which the other parts have to match. */
  private @Nullable Columns columns;

  private @Nullable MergedRows target;

  private record Columns(String file, ScoreFormat form, List<String> names, String headerLine) {}

  /**
   * @param format the form of the merged file
   */
  public ScoreMerger(MergePlan plan, MergeOptions options, ScoreFormat format) {
    this.plan = plan;
    this.options = options;
    this.format = format;
    this.ordered = plan.parts().stream().anyMatch(ScorePart::isFolder);
    RunManifest run = plan.run();
    this.statistics =
        run == null
            ? null
            : new ScoreStatistics(new Scorer(run.baselineOrNaN(), run.model().scored()));
  }

  /**
   * Writes the merged file, with its manifest beside it if there is one. Both appear once
   * everything has been checked.
   *
   * @return the number of rows
   * @throws InputException if a part cannot be used or does not match the others
   */
  public long merge(Path output) throws IOException {
    try (AtomicFile file = new AtomicFile(output)) {
      for (ScorePart part : plan.parts()) {
        append(part, file.stream());
      }
      finish(output);
      if (plan.run() != null && statistics != null) {
        new RunReport(plan.run(), statistics.summary())
            .withGuardedTexts(guardedTexts())
            .commit(file, output);
      } else {
        if (file.isRegular()) {
          // This is the manifest of the scores that were replaced; others have been refused before.
          Files.deleteIfExists(RunReport.beside(output));
        }
        file.commit();
      }
    }
    return rows;
  }

  /** How many texts of the merged file have an apostrophe before them that is not theirs. */
  public long guardedTexts() {
    return target == null ? 0 : target.guardedTexts();
  }

  private void finish(Path output) throws IOException {
    if (target != null) {
      target.finish();
    } else if (format == ScoreFormat.PARQUET) {
      throw new InputException(
          output + ": there is no row to merge, and so no columns for a Parquet file");
    }
  }

  private void append(ScorePart part, OutputStream out) throws IOException {
    long before = rows;
    for (ScoreFile file : part.files()) {
      append(file, out);
    }
    if (part.run() != null && rows - before != part.run().counts().scored()) {
      throw new InputException(
          part.name()
              + ": there are "
              + (rows - before)
              + " rows, and its manifest says "
              + part.run().counts().scored()
              + (part.isFolder()
                  ? "; a file was cut off, changed or removed"
                  : "; the file was cut off or changed"));
    }
  }

  private void append(ScoreFile file, OutputStream out) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()));
        ScoreFileReader reader = open(file, in)) {
      Optional<String> header = reader.headerLine();
      if (header.isPresent()) {
        check(file, ScoreFormat.CSV, reader.columns(), header.get(), out);
      } else if (reader.isParquet()) {
        check(file, ScoreFormat.PARQUET, reader.columns(), "", out);
      }
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        append(file, reader, next.get(), out);
        rows++;
      }
    }
  }

  private static ScoreFileReader open(ScoreFile file, InputStream in) {
    return ScoreFileReader.withoutLabels(file.name(), file.path(), in, FIELDS);
  }

  private static ScoredRow row(ScoreFileReader.Result result) {
    if (result instanceof ScoreFileReader.Result.Rejected rejected) {
      throw new InputException(
          rejected.rejection().location() + ": " + rejected.rejection().reason());
    }
    return ((ScoreFileReader.Result.Accepted) result).row();
  }

  private void append(
      ScoreFile file, ScoreFileReader reader, ScoreFileReader.Result result, OutputStream out)
      throws IOException {
    FlatRecord record = reader.record();
    if (record != null && reader.headerLine().isEmpty() && !reader.isParquet()) {
      check(file, ScoreFormat.JSONL, record.names(), "", out);
    }
    ScoredRow row = row(result);
    Location location = Objects.requireNonNull(record).location();
    if (!options.duplicates() && !ids.add(id(row), turn(row))) {
      requireNew(row, location);
    }
    if (statistics != null) {
      statistics.add(row);
    }
    Objects.requireNonNull(target).add(reader, record);
  }

  private static String id(ScoredRow row) {
    return Objects.requireNonNull(row.fields().get(ScoredRow.ID));
  }

  private static int turn(ScoredRow row) {
    String turn = row.fields().get(ScoredRow.TURN);
    return turn == null ? 0 : Integer.parseInt(turn);
  }

  /**
   * Rows are copied between equal forms of text and converted from or to Parquet; CSV and JSON
   * Lines do not mix.
   */
  private void requireConvertible(ScoreFile file, ScoreFormat form) {
    if (form != format && form != ScoreFormat.PARQUET && format != ScoreFormat.PARQUET) {
      throw new InputException(
          file.name()
              + ": this is "
              + form
              + ", and the merged file is to be "
              + format
              + "; rows are copied unchanged, so all files must have the same format");
    }
  }

  private boolean isCopied(ScoreFormat form) {
    return form == format && form != ScoreFormat.PARQUET;
  }

  /** The columns of a file as they are merged: rows of a cluster have one more than others. */
  private List<String> merged(List<String> names, ScoreFormat form) {
    if (!ordered || isCopied(form) || names.contains(ORDER)) {
      return names;
    }
    List<String> all = new ArrayList<>(names);
    all.add(ORDER);
    return all;
  }

  private void check(
      ScoreFile file, ScoreFormat form, List<String> own, String headerLine, OutputStream out)
      throws IOException {
    requireConvertible(file, form);
    List<String> names = merged(own, form);
    Columns first = columns;
    if (first == null) {
      for (ScoreColumn due : List.of(ScoreColumn.ID, ScoreColumn.APPROPRIATE_PROBABILITY)) {
        if (!names.contains(due.outputName())) {
          throw new InputException(
              file.name() + ": this is not a score file: it has no column " + due.outputName());
        }
      }
      columns = new Columns(file.name(), form, names, headerLine);
      target =
          isCopied(form)
              ? new UnchangedRows(format, names, headerLine, out)
              : new ConvertedRows(form, format, names, out);
    } else if (form != first.form()) {
      throw new InputException(
          file.name()
              + ": this is "
              + form
              + ", and "
              + first.file()
              + " is "
              + first.form()
              + "; all files must have the same format");
    } else if (!names.equals(first.names())) {
      throw new InputException(
          first.file() + " and " + file.name() + ": " + difference(first.names(), names));
    } else if (!headerLine.equals(first.headerLine())) {
      throw new InputException(
          first.file()
              + " and "
              + file.name()
              + ": the headers name the same columns, but are separated or quoted differently");
    }
  }

  private static String difference(List<String> names, List<String> others) {
    List<String> onlyOne = new ArrayList<>(names);
    onlyOne.removeAll(others);
    List<String> onlyOther = new ArrayList<>(others);
    onlyOther.removeAll(names);
    if (onlyOne.isEmpty() && onlyOther.isEmpty()) {
      return "the columns are in a different order";
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

  /** Makes sure that a row with a known hash has a new id, by reading the earlier rows again. */
  private void requireNew(ScoredRow row, Location location) throws IOException {
    long before = 0;
    for (ScoreFile file : plan.files()) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()));
          ScoreFileReader reader = open(file, in)) {
        for (Optional<ScoreFileReader.Result> next = reader.next();
            next.isPresent() && before < rows;
            next = reader.next()) {
          if (row(next.get()).id().equals(row.id())) {
            Location first = Objects.requireNonNull(reader.record()).location();
            throw new InputException(
                location
                    + ": "
                    + row.id()
                    + " occurs twice, first in "
                    + first
                    + " (--allow-duplicates keeps both)");
          }
          before++;
        }
      }
    }
  }
}

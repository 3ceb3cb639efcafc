package dev.decorum.score;

import dev.decorum.conversation.Label;
import dev.decorum.read.options.LabelWords;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables of scores made by hand, or read from a score file. */
public final class ScoreTables {
  private ScoreTables() {}

  /** All rows of a score file; none may be rejected. */
  public static ScoreTable read(Path file, ScoreTable.Codebook codebook, List<String> fields) {
    ScoreTable table = new ScoreTable(codebook);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        ScoreFileReader reader =
            ScoreFileReader.open(file.toString(), file, in, fields, null, LabelWords.standard())) {
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        if (next.get() instanceof ScoreFileReader.Result.Accepted accepted) {
          table.add(accepted.row());
        } else {
          throw new AssertionError(next.get());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  /** A table of rows, with a codebook of its own. */
  public static ScoreTable of(List<String> fields, List<ScoredRow> rows) {
    return of(new ScoreTable.Codebook(fields), rows);
  }

  /** A table of rows. */
  public static ScoreTable of(ScoreTable.Codebook codebook, List<ScoredRow> rows) {
    ScoreTable table = new ScoreTable(codebook);
    rows.forEach(table::add);
    return table;
  }

  /** A row of 10 tokens of which nothing was cut off. */
  public static ScoredRow row(
      String id, double logit, @Nullable Label label, Map<String, String> fields) {
    return new ScoredRow(id, logit, 10, false, label, fields, Scale.PROBABILITY);
  }
}

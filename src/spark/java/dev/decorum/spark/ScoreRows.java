package dev.decorum.spark;

import dev.decorum.api.Judge;
import dev.decorum.api.Judgement;
import dev.decorum.api.Rejected;
import dev.decorum.api.RunTotals;
import dev.decorum.api.Score;
import dev.decorum.api.ScoreSchema;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judgements of a part, computed as they are asked for, and then the totals of the part and of
 * the files whose last rows are in it.
 */
final class ScoreRows implements Iterator<Row> {
  private static final Logger LOG = LoggerFactory.getLogger("decorum");

  private final ScoreSchema schema;
  private final int columns;
  private final Iterator<Judgement> judgements;
  private final RunTotals totals;
  private final Counters counters;
  private final long begun = System.nanoTime();
  private boolean ended;

  /**
   * @param part rows with the columns of {@link ReadRow#SCHEMA}
   * @param sha256 the hashes of the driver's model
   */
  ScoreRows(
      Iterator<Row> part,
      ScoringOptions options,
      Map<String, String> sha256,
      ScoreSchema schema,
      Counters counters) {
    this.schema = schema;
    this.columns = schema.types().size();
    this.counters = counters;
    Judge judge = Engines.of(options, sha256);
    this.totals = judge.newTotals();
    this.judgements = judge.score(chats(part, totals));
  }

  private static Iterator<dev.decorum.api.Row> chats(Iterator<Row> part, RunTotals totals) {
    return new Iterator<>() {
      private @Nullable Row next;

      @Override
      public boolean hasNext() {
        while (next == null && part.hasNext()) {
          Row row = part.next();
          byte[] read = row.getAs(ReadRow.TOTALS);
          if (read == null) {
            next = row;
          } else {
            totals.add(TotalsBytes.read(read));
          }
        }
        return next != null;
      }

      @Override
      public dev.decorum.api.Row next() {
        Row row = hasNext() ? next : null;
        if (row == null) {
          throw new NoSuchElementException();
        }
        next = null;
        return ReadRow.read(row);
      }
    };
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  @Override
  public Row next() {
    @Nullable Object[] cells = new Object[columns + 6];
    if (!judgements.hasNext()) {
      ended = true;
      LOG.info(
          "part {}: {}; {} s",
          TaskContext.getPartitionId(),
          totals.inALine(),
          (System.nanoTime() - begun) / 1_000_000_000);
      cells[columns + 5] = TotalsBytes.of(totals);
      return RowFactory.create(cells);
    }
    Judgement judgement = judgements.next();
    totals.add(judgement);
    if (judgement instanceof Score score) {
      counters.scored(score.tokens(), score.tokensDropped() > 0);
      int at = 0;
      for (Object value : schema.values(score)) {
        cells[at++] = value;
      }
      cells[at] = Long.valueOf(Objects.requireNonNull(score.fields().get(ReadRow.ORDER)));
    } else {
      Rejected rejected = (Rejected) judgement;
      if (!rejected.isFile()) {
        counters.rejected();
      }
      cells[columns + 1] = rejected.id();
      cells[columns + 2] = rejected.reason();
      cells[columns + 3] = rejected.place();
      cells[columns + 4] = rejected.raw();
    }
    return RowFactory.create(cells);
  }
}

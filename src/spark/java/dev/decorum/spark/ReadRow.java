package dev.decorum.spark;

import dev.decorum.api.Chat;
import dev.decorum.api.Rejected;
import dev.decorum.api.RunTotals;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A chat that has been read, a rejection, or the totals of a file, as a row on its way to be
 * scored.
 */
final class ReadRow {
  /** The place of a row among all inputs: the number of its file, and that of its row. */
  static final String ORDER = "input_order";

  /** Equal for rows that are to be scored together. */
  static final String NEIGHBOURS = "neighbours";

  static final String CHAT = "chat";
  static final String ID = "id";
  static final String REASON = "reason";
  static final String PLACE = "place";
  static final String RAW = "raw";
  static final String TOTALS = "totals";

  /** The columns. */
  static final StructType SCHEMA =
      new StructType()
          .add(ORDER, DataTypes.LongType, true)
          .add(NEIGHBOURS, DataTypes.LongType, true)
          .add(CHAT, DataTypes.BinaryType, true)
          .add(ID, DataTypes.StringType, true)
          .add(REASON, DataTypes.StringType, true)
          .add(PLACE, DataTypes.StringType, true)
          .add(RAW, DataTypes.StringType, true)
          .add(TOTALS, DataTypes.BinaryType, true);

  private ReadRow() {}

  /** A chat or a rejection at a place among all inputs. */
  static Row of(dev.decorum.api.Row row, long place, Neighbours neighbours) {
    if (row instanceof Chat chat) {
      return RowFactory.create(
          place, neighbours.of(chat, place), chat.toBytes(), null, null, null, null, null);
    }
    Rejected rejected = (Rejected) row;
    return RowFactory.create(
        place,
        neighbours.inOrder(place),
        null,
        rejected.id(),
        rejected.reason(),
        rejected.place(),
        rejected.raw(),
        null);
  }

  /** The totals of a file, after its last row. */
  static Row of(RunTotals totals, long place, Neighbours neighbours) {
    return RowFactory.create(
        place, neighbours.inOrder(place), null, null, null, null, null, TotalsBytes.of(totals));
  }

  /** The chat or rejection of a row that is not one of totals. */
  static dev.decorum.api.Row read(Row row) {
    byte[] chat = row.getAs(CHAT);
    return chat == null
        ? new Rejected(row.getAs(ID), row.getAs(REASON), row.getAs(PLACE), row.getAs(RAW))
        : Chat.of(chat).with(ORDER, Long.toString(row.getAs(ORDER)));
  }
}

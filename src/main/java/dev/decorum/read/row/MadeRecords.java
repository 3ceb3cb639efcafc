package dev.decorum.read.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table that a document holds in another shape, counted from 1. */
public final class MadeRecords implements ExportRecords {
  private final Iterator<ObjectNode> rows;
  private final Json json;
  private int number;

  public MadeRecords(List<ObjectNode> rows, Json json) {
    this.rows = rows.iterator();
    this.json = json;
  }

  @Override
  public @Nullable ExportRecord next() {
    if (!rows.hasNext()) {
      return null;
    }
    ObjectNode object = rows.next();
    byte[] bytes = object.toString().getBytes(StandardCharsets.UTF_8);
    Row row = new Row(bytes, 0, bytes.length, 1, 1, null);
    return ExportRecord.of(row, object, "1#" + ++number);
  }

  @Override
  public ExportRecord again(byte[] bytes, int from, int to, long line, String place)
      throws RowException {
    Row row = new Row(bytes, from, to, line, 1, null);
    return ExportRecord.of(row, json.object(row), place);
  }
}

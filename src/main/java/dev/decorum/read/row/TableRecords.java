package dev.decorum.read.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table as objects: each cell is a string under the name of its column. A table cannot
 * tell an empty cell from none, so an empty one is left out. Columns whose names occur twice cannot
 * be told apart and are left out too.
 */
public final class TableRecords implements ExportRecords {
  private final TableRows rows;
  private final List<@Nullable String> names = new ArrayList<>();
  private final Set<String> twice = new HashSet<>();
  private int section;

  public TableRecords(TableRows rows) {
    this.rows = rows;
    Set<String> once = new HashSet<>();
    for (String name : rows.header().names()) {
      if (!once.add(name)) {
        twice.add(name);
      }
    }
    for (String name : rows.header().names()) {
      names.add(name.isEmpty() || twice.contains(name) ? null : name);
    }
  }

  /** Names of columns that occur more than once. */
  public Set<String> twice() {
    return Set.copyOf(twice);
  }

  /** The names of the columns. */
  public TableHeader header() {
    return rows.header();
  }

  /** The header as if it were a row: every column has a cell. */
  public ExportRecord headerAsRow() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String name : names) {
      if (name != null) {
        object.put(name, name);
      }
    }
    return ExportRecord.of(new Row(new byte[0], 0, 0, 1, 1, null), object, "1");
  }

  @Override
  public @Nullable ExportRecord next() throws IOException {
    while (true) {
      Row row = rows.next();
      if (row == null) {
        return null;
      }
      ExportRecord record = record(row, "" + row.line());
      if (record.isSound() && isHeader(record.object())) {
        section++;
      } else if (!record.isSound() || !isEmpty(record.object())) {
        return record.inSection(section);
      }
    }
  }

  /** Whether a row is the header again, as where tables were joined into one file. */
  private static boolean isHeader(ObjectNode row) {
    for (Map.Entry<String, JsonNode> cell : row.properties()) {
      if (!cell.getKey().equals(cell.getValue().textValue())) {
        return false;
      }
    }
    return row.size() > 1;
  }

  /** Spreadsheets end tables with rows of empty cells. */
  private static boolean isEmpty(ObjectNode row) {
    for (JsonNode cell : row) {
      if (!cell.isNull()) {
        return false;
      }
    }
    return row.size() > 1;
  }

  private ExportRecord record(Row row, String place) {
    Row.Fault fault = row.fault();
    if (fault != null) {
      ObjectNode before = object(rows.cellsBefore(row, fault));
      return ExportRecord.faulty(row, before, new RowException(fault.reason()), place);
    }
    try {
      return ExportRecord.of(row, object(rows.cells(row)), place);
    } catch (RowException e) {
      return ExportRecord.faulty(row, object(rows.uncheckedCells(row)), e, place);
    }
  }

  private ObjectNode object(List<String> cells) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size() && i < cells.size(); i++) {
      String name = names.get(i);
      if (name != null) {
        // An empty cell is a place with nothing in it, as null is in JSON.
        object.put(name, cells.get(i).isEmpty() ? null : cells.get(i));
      }
    }
    return object;
  }

  @Override
  public ExportRecord again(byte[] bytes, int from, int to, long line, String place) {
    return record(new Row(bytes, from, to, line, 1, null), place);
  }
}

package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Location;
import dev.decorum.read.bytes.InputFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table with one conversation a row: the cells become the JSON object that the JSON formats
 * read.
 */
final class CsvConversations implements FileRows {
  private final InputFile file;
  private final TableRows rows;
  private final TableColumns columns;
  private final InputOptions options;
  private final String listName;
  private final RowFields fields;
  private final Json json;

  CsvConversations(InputFile file, TableRows rows, TableColumns columns, InputOptions options) {
    this.file = file;
    this.rows = rows;
    this.columns = columns;
    this.json = new Json(options.maxRowBytes());
    this.listName = columns.list() < 0 ? "" : listName(rows.header(), columns.list());
    // Only what lies within the JSON of a cell is still to be looked up under the user's names.
    Map<String, String> within = new HashMap<>();
    for (String field : List.of("sender", "message")) {
      String column = options.columns().get(field);
      if (column != null) {
        within.put(field, column);
      }
    }
    if (!listName.isEmpty() && options.columns().containsKey("messages")) {
      within.put("messages", listName);
    }
    this.options = options.withColumns(within).withKeep(List.of());
    this.fields = new RowFields(this.options);
  }

  private static String listName(TableHeader header, int column) {
    for (String name : TableHeader.LISTS) {
      if (header.named(name) == column) {
        return name;
      }
    }
    return header.name(column);
  }

  @Override
  public @Nullable ReadResult next() throws IOException {
    Row row = rows.next();
    if (row == null) {
      return null;
    }
    if (row.fault() != null) {
      return new ReadResult.Rejected(row.rejection(file.name(), row.fault()));
    }
    try {
      List<String> cells = rows.cells(row);
      ObjectNode object = object(cells);
      return new ReadResult.Accepted(
          new JsonRow(object, fields, options)
              .conversation(
                  format(object),
                  new Location(file.name(), row.line(), 0),
                  file.shortName() + ":" + row.line(),
                  columns.keptOf(cells)));
    } catch (RowException e) {
      return new ReadResult.Rejected(row.rejection(file.name(), e));
    }
  }

  private ObjectNode object(List<String> cells) throws RowException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    put(object, "id", cells, columns.id());
    put(object, "label", cells, columns.label());
    put(object, "bot_name", cells, columns.botName());
    put(object, "user_name", cells, columns.userName());
    put(object, "memory", cells, columns.memory());
    put(object, "prompt", cells, columns.prompt());
    if (columns.list() >= 0) {
      String cell = cells.get(columns.list());
      if (!cell.isBlank()) {
        object.set(listName, list(cell));
      }
    } else {
      // An empty text is a text: nothing was said.
      object.put("text", cells.get(columns.text()));
    }
    return object;
  }

  private JsonNode list(String cell) throws RowException {
    try {
      return json.value(cell);
    } catch (RowException e) {
      boolean python = cell.startsWith("[{'") || cell.startsWith("{'");
      throw new RowException(
          listName
              + " is "
              + e.getMessage()
              + (python ? " (a Python literal: write the column with json.dumps)" : ""));
    }
  }

  private static void put(ObjectNode object, String field, List<String> cells, int column) {
    // A table cannot tell an empty cell from none.
    if (column >= 0 && !cells.get(column).isEmpty()) {
      object.put(field, cells.get(column));
    }
  }

  private RowFormat format(ObjectNode object) throws RowException {
    if (columns.list() < 0) {
      return FormatDetection.rowFormat(InputFormat.TEXT);
    }
    if (!object.has(listName)) {
      throw new RowException(listName + " is missing, a list of messages is due");
    }
    Optional<FormatDetection.Detected> detected = FormatDetection.of(object, fields);
    if (detected.isEmpty()) {
      throw new RowException(
          listName
              + " is no list of messages with sender and message, role and content,"
              + " or from and value");
    }
    return FormatDetection.rowFormat(detected.get().format());
  }
}

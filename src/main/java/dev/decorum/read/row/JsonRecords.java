package dev.decorum.read.row;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.text.PythonLiteral;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows of JSON as objects. Two values on one line are two records. A list in the place of an object
 * is a list of messages.
 */
public final class JsonRecords implements ExportRecords {
  /** The beginning of the error for a row that ends with a comma. */
  public static final String COMMA = "there is a comma after the end of the value";

  private static final String MESSAGES = "messages";

  private final RowSource rows;
  private final Json json;
  private final UnaryOperator<ObjectNode> completion;
  private @Nullable Row rest;
  private long lastLine = -1;

  public JsonRecords(RowSource rows, Json json) {
    this(rows, json, UnaryOperator.identity());
  }

  /** Rows of a document that are completed by what it says of all of them. */
  public JsonRecords(RowSource rows, Json json, UnaryOperator<ObjectNode> completion) {
    this.rows = rows;
    this.json = json;
    this.completion = completion;
  }

  @Override
  public @Nullable ExportRecord next() throws IOException {
    Row row = rest == null ? rows.next() : rest;
    rest = null;
    if (row == null) {
      return null;
    }
    // The second row of a line has a column in its place, as lines alone would not tell them apart.
    String place = row.line() == lastLine ? row.line() + ":" + row.column() : "" + row.line();
    lastLine = row.line();
    if (row.fault() != null) {
      return ExportRecord.faulty(row, new RowException(row.fault().reason()), place);
    }
    try {
      Json.First first = unwrapped(first(row));
      int next = Json.next(row, first.end());
      Row whole = row;
      if (next < row.length()) {
        rest = rest(row, next);
        whole = row.upTo(first.end());
      }
      return ExportRecord.of(whole, completion.apply(object(first.node())), place);
    } catch (RowException e) {
      return ExportRecord.faulty(row, e, place);
    }
  }

  /** The first value of a row, which may be written as Python shows it. */
  private Json.First first(Row row) throws RowException {
    try {
      return json.first(row);
    } catch (RowException e) {
      String text = row.text();
      String rewritten = text.indexOf('\'') < 0 ? null : PythonLiteral.toJson(text);
      if (rewritten == null) {
        throw e;
      }
      return new Json.First(json.value(rewritten), row.length());
    }
  }

  /** The object that a row holds as a text, as programs write that encode their rows twice. */
  private Json.First unwrapped(Json.First first) throws RowException {
    if (first.node() instanceof ObjectNode || !first.node().isTextual()) {
      return first;
    }
    String text = first.node().textValue().strip();
    boolean encoded = text.startsWith("{") || text.startsWith("[");
    return encoded ? new Json.First(json.value(text), first.end()) : first;
  }

  private static Row rest(Row row, int next) throws RowException {
    byte b = row.bytes()[row.from() + next];
    if (b == '{' || b == '[') {
      return row.from(next);
    }
    if (b == ',') {
      throw new RowException(
          COMMA
              + ", which JSON Lines does not have; if the rows"
              + " were cut out of a list, put [ before and ] after them, or remove the comma at the"
              + " end of each line",
          next);
    }
    throw new RowException("not valid JSON: there is more after the end of the value", next);
  }

  private static ObjectNode object(JsonNode node) throws RowException {
    if (node instanceof ObjectNode object) {
      return Wrappers.viewed(object);
    }
    if (node instanceof ArrayNode list && (list.isEmpty() || list.get(0).isContainerNode())) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.set(MESSAGES, list);
      return object;
    }
    if (node instanceof ArrayNode) {
      throw new RowException(
          "the row is a list of plain values, in which nothing says who speaks; expected an object",
          0);
    }
    throw new RowException("the row is " + Json.kind(node) + ", expected an object", 0);
  }

  @Override
  public void close() throws IOException {
    if (rows instanceof Closeable open) {
      open.close();
    }
  }

  @Override
  public ExportRecord again(byte[] bytes, int from, int to, long line, String place)
      throws RowException {
    Row row = new Row(bytes, from, to, line, 1, null);
    return ExportRecord.of(row, completion.apply(object(unwrapped(first(row)).node())), place);
  }
}

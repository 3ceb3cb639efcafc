package dev.decorum.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.hub.CachedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The models in the hub's cache, as a table and as JSON. */
public final class ModelTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIGITS_OF_COMMIT = 7;
  private static final List<String> HEADER =
      List.of("model", "revision", "commit", "size", "weights", "usable");

  /**
   * A model.
   *
   * @param model what is in the cache
   * @param problem why it cannot be used; null if it can
   */
  public record Row(CachedModel model, @Nullable String problem) {
    public Row {
      Objects.requireNonNull(model);
    }
  }

  private ModelTable() {}

  /** A table with a header, or a list where it does not fit. */
  public static List<String> lines(List<Row> rows, LineLayout layout) {
    List<List<String>> table = new ArrayList<>();
    table.add(HEADER);
    for (Row row : rows) {
      CachedModel model = row.model();
      table.add(
          List.of(
              model.repository().name(),
              model.revisions().isEmpty() ? "-" : String.join(" ", model.revisions()),
              model.commit().substring(0, DIGITS_OF_COMMIT),
              NumberText.megabytes(model.bytes()),
              Objects.requireNonNullElse(model.weights(), "-"),
              row.problem() == null ? "yes" : "no: " + TerminalText.harmless(row.problem())));
    }
    int[] widths = new int[HEADER.size() - 1];
    for (List<String> cells : table) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    int needed = 0;
    for (List<String> cells : table) {
      int line = TerminalText.width(cells.get(widths.length));
      for (int width : widths) {
        line += width + 2;
      }
      needed = Math.max(needed, line);
    }
    List<String> lines = new ArrayList<>();
    if (layout.isNarrow(needed)) {
      for (List<String> cells : table.subList(1, table.size())) {
        lines.add(cells.get(0));
        for (int i = 1; i <= widths.length; i++) {
          lines.add("  " + TerminalText.cell(HEADER.get(i), 10) + cells.get(i));
        }
      }
      return lines;
    }
    for (List<String> cells : table) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String gap = " ".repeat(widths[i] - cells.get(i).length());
        boolean isNumber = HEADER.get(i).equals("size");
        line.append(isNumber ? gap + cells.get(i) : cells.get(i) + gap).append("  ");
      }
      lines.add(line.append(cells.get(widths.length)).toString());
    }
    return lines;
  }

  /** The same as a JSON list, indented. */
  public static String json(List<Row> rows) {
    ArrayNode list = JSON.createArrayNode();
    for (Row row : rows) {
      CachedModel model = row.model();
      ObjectNode tree = list.addObject();
      tree.put("model", model.repository().name());
      tree.putPOJO("revisions", model.revisions());
      tree.put("commit", model.commit());
      tree.put("folder", model.folder().toString());
      tree.put("bytes", model.bytes());
      tree.put("weights", model.weights());
      tree.put("usable", row.problem() == null);
      tree.put("problem", row.problem());
    }
    return list.toPrettyString();
  }
}

package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a list that lies within an object, however large the list is: {@code data} of
 * {@code {"object": "list", "data": […]}}. What else the object has is passed over.
 */
public final class NestedRows implements RowSource {
  private final JsonCutter json;
  private final List<String> path;
  private int depth;
  private boolean inList;
  private long line;
  private long column;

  /**
   * @param path the keys that lead to the list
   */
  public NestedRows(ByteWindow window, int maxRowBytes, List<String> path) {
    this.json = new JsonCutter(window, maxRowBytes);
    this.path = List.copyOf(path);
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (int b = json.peekNonBlank(); b >= 0; b = json.peekNonBlank()) {
      Row row = inList ? inList(b) : inObject(b);
      if (row != null) {
        return row;
      }
    }
    if (inList || depth > 0) {
      inList = false;
      depth = 0;
      return unclosed();
    }
    return null;
  }

  private @Nullable Row inList(int b) throws IOException {
    if (b == ']') {
      inList = false;
      json.skip(1);
      return null;
    }
    if (b == ',') {
      json.skip(1);
      return null;
    }
    return json.value();
  }

  private @Nullable Row inObject(int b) throws IOException {
    if (depth == 0) {
      if (b != '{') {
        return json.value();
      }
      line = json.line();
      column = json.column();
      depth = 1;
      json.skip(1);
      return null;
    }
    if (b == '}') {
      depth--;
      json.skip(1);
      return null;
    }
    if (b == ',') {
      json.skip(1);
      return null;
    }
    if (b != '"') {
      return json.value();
    }
    Row key = json.string();
    String name =
        new String(
            key.bytes(), key.from() + 1, Math.max(0, key.length() - 2), StandardCharsets.UTF_8);
    if (json.peekNonBlank() == ':') {
      json.skip(1);
    }
    int value = json.peekNonBlank();
    boolean onPath = depth <= path.size() && name.equals(path.get(depth - 1));
    if (onPath && depth == path.size() && value == '[') {
      inList = true;
      json.skip(1);
    } else if (onPath && depth < path.size() && value == '{') {
      depth++;
      json.skip(1);
    } else {
      json.skipValue();
    }
    return null;
  }

  private Row unclosed() {
    Row.Fault fault =
        new Row.Fault(line, column, "the object is never closed: the file seems to be cut off");
    return new Row(new byte[] {'{'}, 0, 1, line, column, fault);
  }
}

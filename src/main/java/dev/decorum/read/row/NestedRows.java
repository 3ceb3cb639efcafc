package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the lists that are within an object, however large these are: {@code data} of
 * {@code {"object": "list", "data": […]}}. What else the object has is passed over.
 */
public final class NestedRows implements RowSource {
  private final JsonCutter json;
  private final Wrappers.Place place;
  private final int innermost;
  private int depth;
  private boolean inList;
  private long line;
  private long column;

  public NestedRows(ByteWindow window, int maxRowBytes, Wrappers.Place place) {
    this.json = new JsonCutter(window, maxRowBytes);
    this.place = place;
    this.innermost = place.outer() == null ? 1 : 2;
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
    boolean inside = depth == innermost;
    if (inside && value == '[' && place.lists().contains(name)) {
      inList = true;
      json.skip(1);
    } else if (!inside && value == '{' && name.equals(place.outer())) {
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

package dev.decorum.read;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON values over any number of lines, one after the other or as elements of lists, are rows. */
final class DocumentRows implements RowSource {
  private final JsonCutter json;
  private long listLine;
  private long listColumn;
  private boolean inList;

  DocumentRows(ByteWindow window, int maxRowBytes) {
    this.json = new JsonCutter(window, maxRowBytes);
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (int b = json.peekNonBlank(); b >= 0; b = json.peekNonBlank()) {
      switch (b) {
        case '[' -> {
          if (inList) {
            return json.value();
          }
          inList = true;
          listLine = json.line();
          listColumn = json.column();
          json.skip(1);
        }
        case ']' -> {
          if (!inList) {
            return json.value();
          }
          inList = false;
          json.skip(1);
        }
        case ',' -> {
          if (!inList) {
            return json.value();
          }
          json.skip(1);
        }
        default -> {
          return json.value();
        }
      }
    }
    if (inList) {
      inList = false;
      Row.Fault fault =
          new Row.Fault(
              listLine, listColumn, "the list is never closed: the file seems to be cut off");
      return new Row(new byte[] {'['}, 0, 1, listLine, listColumn, fault);
    }
    return null;
  }
}

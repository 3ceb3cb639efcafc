package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What becomes of a text that is cut into rows, a line each. */
final class Cut {
  private Cut() {}

  static ByteWindow window(String text) {
    return new ByteWindow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The bytes come one by one, as from a slow pipe. */
  static ByteWindow slowWindow(String text) {
    InputStream slow =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(length, 1));
          }
        };
    return new ByteWindow(slow);
  }

  /** {@code line:column text} of a row, and {@code ! line:column reason} of one with a fault. */
  static String shown(Row row) {
    Row.Fault fault = row.fault();
    return fault == null
        ? row.line() + ":" + row.column() + " " + row.text()
        : "! " + fault.line() + ":" + fault.column() + " " + fault.reason();
  }

  static List<String> all(RowSource rows) throws IOException {
    List<String> shown = new ArrayList<>();
    for (Row row = rows.next(); row != null; row = rows.next()) {
      shown.add(shown(row));
    }
    return shown;
  }
}

package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of the object {@code feedback} of a JSON document are rows, each under a key. What
 * else the document has is passed over.
 */
public final class FeedbackRows implements RowSource {
  private static final String FEEDBACK = "\"feedback\"";

  private enum Place {
    OUTSIDE,
    DOCUMENT,
    FEEDBACK
  }

  private final JsonCutter json;
  private Place place = Place.OUTSIDE;
  private String key = "";
  private boolean found;
  private long documentLine;
  private long documentColumn;

  public FeedbackRows(ByteWindow window, int maxRowBytes) {
    this.json = new JsonCutter(window, maxRowBytes);
  }

  /** The key of the last row, as the JSON string that it is. */
  public String key() {
    return key;
  }

  @Override
  public @Nullable Row next() throws IOException {
    for (int b = json.peekNonBlank(); b >= 0; b = json.peekNonBlank()) {
      Row row =
          switch (place) {
            case OUTSIDE -> outside(b);
            case DOCUMENT -> inDocument(b);
            case FEEDBACK -> inFeedback(b);
          };
      if (row != null) {
        return row;
      }
    }
    if (place == Place.OUTSIDE) {
      return null;
    }
    place = Place.OUTSIDE;
    return ofDocument("the object is never closed: the file seems to be cut off");
  }

  private @Nullable Row outside(int b) throws IOException {
    if (b != '{') {
      return faulty("expected an object with feedback");
    }
    documentLine = json.line();
    documentColumn = json.column();
    found = false;
    place = Place.DOCUMENT;
    json.skip(1);
    return null;
  }

  private @Nullable Row inDocument(int b) throws IOException {
    if (b == '}') {
      json.skip(1);
      place = Place.OUTSIDE;
      return found ? null : ofDocument("feedback is missing, expected an object of conversations");
    }
    if (b == ',') {
      json.skip(1);
      return null;
    }
    Row broken = readKey();
    if (broken != null) {
      return broken;
    }
    if (!key.equals(FEEDBACK)) {
      json.skipValue();
      return null;
    }
    found = true;
    if (json.peek() != '{') {
      return faulty("feedback is not an object, expected an object of conversations");
    }
    place = Place.FEEDBACK;
    json.skip(1);
    return null;
  }

  private @Nullable Row inFeedback(int b) throws IOException {
    if (b == '}') {
      place = Place.DOCUMENT;
      json.skip(1);
      return null;
    }
    if (b == ',') {
      json.skip(1);
      return null;
    }
    Row broken = readKey();
    return broken == null ? json.value() : broken;
  }

  /** Goes to the value; a row with a fault if there is none. */
  private @Nullable Row readKey() throws IOException {
    if (json.peek() != '"') {
      return faulty("not valid JSON: expected a key in quotes");
    }
    Row keyRow = json.string();
    key = new String(keyRow.bytes(), keyRow.from(), keyRow.length(), StandardCharsets.UTF_8);
    if (json.peekNonBlank() != ':') {
      return withFault(keyRow, "not valid JSON: expected a colon after a key");
    }
    json.skip(1);
    int b = json.peekNonBlank();
    if (b < 0 || b == ',' || b == '}') {
      return withFault(keyRow, "not valid JSON: expected a value after a key");
    }
    return null;
  }

  private Row faulty(String reason) throws IOException {
    Row row = json.value();
    return row.fault() == null ? withFault(row, reason) : row;
  }

  private static Row withFault(Row row, String reason) {
    Row.Fault fault = new Row.Fault(row.line(), row.column(), reason);
    return new Row(row.bytes(), row.from(), row.to(), row.line(), row.column(), fault);
  }

  private Row ofDocument(String reason) {
    Row.Fault fault = new Row.Fault(documentLine, documentColumn, reason);
    return new Row(new byte[] {'{'}, 0, 1, documentLine, documentColumn, fault);
  }
}

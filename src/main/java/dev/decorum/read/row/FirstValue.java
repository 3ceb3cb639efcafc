package dev.decorum.read.row;

import dev.decorum.read.bytes.ByteWindow;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Looks at the beginning of a stream to tell how it is cut into rows. */
public final class FirstValue {
  /** What is looked at before the kind of a file is settled. */
  private static final int HEAD = 1 << 18;

  private FirstValue() {}

  /** A copy of the beginning, which can be tried out. */
  public static ByteWindow head(ByteWindow window) throws IOException {
    return new ByteWindow(new ByteArrayInputStream(window.peeking(HEAD).readAllBytes()));
  }

  /** The beginning. */
  public static byte[] headBytes(ByteWindow window) throws IOException {
    return window.peeking(HEAD).readAllBytes();
  }

  /** Whether the first value is a text that holds JSON, which no cell of a table looks like. */
  public static boolean isEncodedTwice(ByteWindow window) throws IOException {
    int first = firstNonBlank(window);
    while (window.length() < first + 4 && window.lookAhead()) {
      // The mark may come in pieces.
    }
    return first >= 0
        && window.length() >= first + 4
        && window.at(first) == '"'
        && (window.at(first + 1) == '{' || window.at(first + 1) == '[')
        && (window.at(first + 2) == '\\' || window.at(first + 3) == '\\');
  }

  /** Offset of the first byte that is not white space; -1 if there is none within the head. */
  public static int firstNonBlank(ByteWindow window) throws IOException {
    for (int i = 0; i < HEAD; i++) {
      if (i >= window.length() && !window.grow()) {
        return -1;
      }
      if (!isBlank(window.at(i))) {
        return i;
      }
    }
    return 0;
  }

  /** The JSON values of a file, be they lines or spread over lines. */
  public static RowSource jsonRows(ByteWindow window, int maxRowBytes) throws IOException {
    return isDocument(window)
        ? new DocumentRows(window, maxRowBytes)
        : new LineRows(window, maxRowBytes);
  }

  /**
   * The first value, if it is an object and not longer than a row may be; else an empty array.
   * Reads no further than to its end.
   */
  public static byte[] object(ByteWindow window, int maxRowBytes) throws IOException {
    int first = firstNonBlank(window);
    if (first < 0 || window.at(first) != '{') {
      return new byte[0];
    }
    JsonScan scan = new JsonScan();
    for (int i = first;
        i - first < maxRowBytes && (i < window.length() || window.lookAhead());
        i++) {
      if (scan.endsWith(window.at(i))) {
        byte[] object = new byte[i + 1 - first];
        System.arraycopy(window.bytes(), window.start() + first, object, 0, object.length);
        return object;
      }
    }
    return new byte[0];
  }

  /**
   * Whether JSON values may span lines here, rather than every line being one.
   *
   * <p>A list of objects does, unless every line is a list of its own. An object does if its first
   * line is not complete by itself, unless the following lines are: then the first is but a broken
   * row.
   */
  private static boolean isDocument(ByteWindow window) throws IOException {
    int first = firstNonBlank(window);
    if (window.at(first) == '[') {
      return isListDocument(window, first);
    }
    if (window.at(first) != '{') {
      return false;
    }
    JsonScan scan = new JsonScan();
    int i = first;
    for (; i < HEAD && (i < window.length() || window.lookAhead()); i++) {
      if (scan.endsWith(window.at(i)) || window.at(i) == '\n') {
        break;
      }
    }
    if (i >= HEAD || i >= window.length() || window.at(i) != '\n') {
      return false;
    }
    return !hasCompleteLine(window, i + 1);
  }

  private static boolean isListDocument(ByteWindow window, int first) throws IOException {
    boolean opens = false;
    for (int i = first + 1; i < HEAD && !opens; i++) {
      if (i >= window.length() && !window.lookAhead()) {
        return false;
      }
      byte b = window.at(i);
      if (!isBlank(b)) {
        if (b != '{' && b != ']' && b != '[') {
          return false;
        }
        opens = true;
      }
    }
    return !opens || !isLineOfList(window, first);
  }

  /** Whether the list that begins here ends on its line, and another begins on the next. */
  private static boolean isLineOfList(ByteWindow window, int first) throws IOException {
    JsonScan scan = new JsonScan();
    int i = first;
    for (; i < HEAD && (i < window.length() || window.lookAhead()); i++) {
      if (window.at(i) == '\n') {
        return false;
      }
      if (scan.endsWith(window.at(i))) {
        break;
      }
    }
    for (i++; i < HEAD && (i < window.length() || window.lookAhead()); i++) {
      if (!isBlank(window.at(i))) {
        return window.at(i) == '[';
      }
    }
    return false;
  }

  /** Whether an object begins at the beginning of a line and ends at its end. */
  public static boolean hasCompleteLine(ByteWindow window, int from) throws IOException {
    window.ensure(HEAD);
    int head = Math.min(HEAD, window.length());
    int start = from;
    while (start < head) {
      int end = start;
      while (end < head && window.at(end) != '\n') {
        end++;
      }
      int last = end - 1;
      while (last > start && isBlank(window.at(last))) {
        last--;
      }
      if (last > start && window.at(start) == '{' && isComplete(window, start, last)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean isComplete(ByteWindow window, int first, int last) {
    JsonScan scan = new JsonScan();
    for (int i = first; i <= last; i++) {
      if (scan.endsWith(window.at(i))) {
        return i == last;
      }
    }
    return false;
  }

  /** Whether lines end with carriage returns alone, as those of old Macs and of Excel there. */
  public static boolean hasLoneReturns(ByteWindow window) throws IOException {
    boolean lone = false;
    for (int i = 0; i < HEAD && (i < window.length() || window.lookAhead()); i++) {
      byte b = window.at(i);
      if (b == '\n') {
        return false;
      }
      lone |= b == '\r';
    }
    return lone;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}

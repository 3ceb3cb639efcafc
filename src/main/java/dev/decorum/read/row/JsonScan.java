package dev.decorum.read.row;

/**
 * Finds the end of a JSON value byte by byte, without judging what is inside.
 *
 * <p>A line break within a string is never JSON: there the string is taken to end, so that a lost
 * quote spoils one value and not the rest of the file.
 */
public final class JsonScan {
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean begun;
  private boolean ended;

  /** Whether the value is complete with this byte. */
  boolean endsWith(byte b) {
    begun = true;
    if (inString) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"' || b == '\n') {
        inString = false;
      }
      return false;
    }
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        ended = depth <= 0;
        return ended;
      }
      default -> {}
    }
    return false;
  }

  /** Whether the value has ended before this byte, by which that shows where it has no brackets. */
  boolean endedBefore(byte b) {
    return ended || (begun && depth == 0 && !inString && separates(b));
  }

  private static boolean separates(byte b) {
    return b == ',' || b == ']' || b == '}' || b == '\n' || b == ' ' || b == '\t' || b == '\r';
  }
}

package dev.decorum.report;

/** Makes text from chat logs safe and of one width for a terminal. */
public final class TerminalText {
  private TerminalText() {}

  /**
   * {@code text} in exactly {@code width} columns: cut with an ellipsis or filled with spaces.
   * Control characters and bidirectional controls, which could repaint the terminal, become {@code
   * ·}. Wide characters (CJK, emoji) count as two columns.
   */
  public static String cell(String text, int width) {
    StringBuilder cell = new StringBuilder();
    int used = 0;
    int[] codePoints = text.codePoints().toArray();
    for (int i = 0; i < codePoints.length; i++) {
      int shown = isHarmless(codePoints[i]) ? codePoints[i] : '·';
      int columns = columns(shown);
      boolean last = i == codePoints.length - 1;
      if (used + columns > (last ? width : width - 1)) {
        cell.append('…');
        used++;
        break;
      }
      cell.appendCodePoint(shown);
      used += columns;
    }
    return cell.append(" ".repeat(width - used)).toString();
  }

  /** {@code text} on one line, harmless, at its full length. */
  public static String harmless(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : '·'));
    return line.toString();
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static int columns(int codePoint) {
    if (Character.getType(codePoint) == Character.NON_SPACING_MARK
        || Character.getType(codePoint) == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        Character.isIdeographic(codePoint)
            || (codePoint >= 0x1100 && codePoint <= 0x115F)
            || (codePoint >= 0x2E80 && codePoint <= 0xA4CF)
            || (codePoint >= 0xAC00 && codePoint <= 0xD7A3)
            || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
            || (codePoint >= 0xFE30 && codePoint <= 0xFE6F)
            || (codePoint >= 0xFF00 && codePoint <= 0xFF60)
            || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF);
    return wide ? 2 : 1;
  }
}

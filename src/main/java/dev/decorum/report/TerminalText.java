package dev.decorum.report;

import java.util.regex.Matcher;

/** Makes text from chat logs safe for a terminal, and measures its width. */
public final class TerminalText {

  /** Emoji among narrow symbols (East Asian Width W, Unicode 14). */
  private static final String WIDE_SYMBOLS =
      "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕" + "🀄🃏🆎🆑🆒🆓🆔🆕🆖🆗🆘🆙🆚";

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private TerminalText() {}

  /**
   * A horizontal bar, in steps of an eighth of a column; not empty if there is a share at all.
   *
   * @param share its length as a share of the longest, 0 to 1
   * @param width the columns of the longest
   */
  static String bar(double share, int width) {
    int eighths = (int) Math.round(share * width * 8);
    if (share > 0 && eighths == 0) {
      eighths = 1;
    }
    String bar = "█".repeat(eighths / 8);
    int rest = eighths % 8;
    return rest == 0 ? bar : bar + EIGHTHS.charAt(rest);
  }

  /**
   * {@code text} in exactly {@code width} columns: cut with an ellipsis or filled with spaces. Wide
   * characters (CJK, emoji) count as two columns, combining marks as none.
   *
   * @param width at least 1
   */
  public static String cell(String text, int width) {
    String line = harmless(text);
    int needed = width(line);
    if (needed <= width) {
      return line + " ".repeat(width - needed);
    }
    int used = 0;
    int end = 0;
    while (used + columns(line.codePointAt(end)) < width) {
      used += columns(line.codePointAt(end));
      end = line.offsetByCodePoints(end, 1);
    }
    return line.substring(0, end) + "…" + " ".repeat(width - 1 - used);
  }

  /**
   * {@code text} in at most {@code width} columns: of a longer one the beginning and the end, which
   * tell names and paths apart, with an ellipsis between them.
   *
   * @param width at least 1
   */
  public static String shortened(String text, int width) {
    String line = harmless(text);
    if (width(line) <= width) {
      return line;
    }
    int room = width - 1;
    int end = 0;
    int used = 0;
    while (used + columns(line.codePointAt(end)) <= (room + 1) / 2) {
      used += columns(line.codePointAt(end));
      end = line.offsetByCodePoints(end, 1);
    }
    int from = line.length();
    while (from > end && used + columns(line.codePointBefore(from)) <= room) {
      used += columns(line.codePointBefore(from));
      from = line.offsetByCodePoints(from, -1);
    }
    return line.substring(0, end) + "…" + line.substring(from);
  }

  /** The number of columns of {@code text} at its full length. */
  public static int width(String text) {
    return text.codePoints().map(TerminalText::columns).sum();
  }

  /**
   * {@code text} on one line, at its full length. Control characters and bidirectional controls,
   * which could repaint the terminal, and characters that this Java does not know become {@code ·}.
   */
  public static String harmless(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(c -> line.appendCodePoint(isHarmless(c) ? c : '·'));
    return line.toString();
  }

  /** {@code text} as from {@link #harmless}, but with its line breaks and tabs. */
  public static String harmlessLines(String text) {
    StringBuilder lines = new StringBuilder();
    text.codePoints()
        .forEach(c -> lines.appendCodePoint(c == '\n' || c == '\t' || isHarmless(c) ? c : '·'));
    return lines.toString();
  }

  /**
   * The same.
   *
   * @param withColours whether the colours of {@link LineLayout} remain
   */
  public static String harmlessLines(String text, boolean withColours) {
    if (!withColours) {
      return harmlessLines(text);
    }
    StringBuilder lines = new StringBuilder();
    Matcher colour = LineLayout.COLOUR.matcher(text);
    int from = 0;
    while (colour.find()) {
      lines.append(harmlessLines(text.substring(from, colour.start()))).append(colour.group());
      from = colour.end();
    }
    return lines.append(harmlessLines(text.substring(from))).toString();
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

  /** The columns of a character: two of a wide one, none of a mark. */
  static int columns(int codePoint) {
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
            || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
            || (codePoint >= 0x1F200 && codePoint <= 0x1FAFF)
            || WIDE_SYMBOLS.indexOf(codePoint) >= 0;
    return wide ? 2 : 1;
  }
}

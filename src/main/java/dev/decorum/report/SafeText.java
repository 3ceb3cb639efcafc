package dev.decorum.report;

import java.util.Locale;
import java.util.PrimitiveIterator;

/**
 * Makes visible the characters with which a text could deceive: controls, which a page would drop
 * or be cut off at, and invisible characters, which reorder or hide others. Joiners and variation
 * selectors are kept, since emoji and many scripts need them.
 */
final class SafeText {
  private static final int BLACK_FLAG = 0x1F3F4;

  private SafeText() {}

  /** {@code text} on one line, with its line breaks shown as well. */
  static String line(String text) {
    return visible(text, false);
  }

  /** {@code text} with its line breaks and tabs. */
  static String lines(String text) {
    return visible(text.replace("\r\n", "\n"), true);
  }

  /** The first {@code limit} code points of {@code text} on one line. */
  static String beginning(String text, int limit) {
    return text.codePointCount(0, text.length()) <= limit
        ? line(text)
        : line(text.substring(0, text.offsetByCodePoints(0, limit))) + "…";
  }

  private static String visible(String text, boolean severalLines) {
    StringBuilder visible = new StringBuilder(text.length());
    boolean inFlag = false;
    for (PrimitiveIterator.OfInt rest = text.codePoints().iterator(); rest.hasNext(); ) {
      int c = rest.nextInt();
      // Tags spell the flags of England, Scotland and Wales; elsewhere they hide text.
      inFlag = c == BLACK_FLAG || (inFlag && isTag(c));
      if (severalLines && (c == '\n' || c == '\t')) {
        visible.appendCodePoint(c);
      } else if (c < 0x20) {
        visible.appendCodePoint(0x2400 + c);
      } else if (c == 0x7F) {
        visible.appendCodePoint(0x2421);
      } else if (isTreacherous(c) && !inFlag) {
        visible.append(String.format(Locale.ROOT, "\u27E8U+%04X\u27E9", c));
      } else {
        visible.appendCodePoint(c);
      }
    }
    return visible.toString();
  }

  private static boolean isTag(int codePoint) {
    return codePoint >= 0xE0000 && codePoint <= 0xE007F;
  }

  private static boolean isTreacherous(int c) {
    return (c >= 0x80 && c <= 0x9F)
        || c == 0x061C
        || c == 0x180E
        || c == 0x200B
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2060 && c <= 0x206F)
        || (c >= 0xD800 && c <= 0xDFFF)
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || c == 0xFEFF
        || (c >= 0xFFF9 && c <= 0xFFFB)
        || (c & 0xFFFE) == 0xFFFE
        || isTag(c);
  }
}

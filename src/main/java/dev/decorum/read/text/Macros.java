package dev.decorum.read.text;

/**
 * The placeholders for names in role play: {@code {{user}}} and {@code {{char}}} of SillyTavern,
 * Chub, Risu and others, in any case and with spaces inside the braces, and their older forms
 * {@code <USER>}, {@code <BOT>} and {@code <CHAR>}, in capitals only, since in small letters these
 * are tags of many an XML text.
 */
public final class Macros {
  private Macros() {}

  /**
   * The text with names for placeholders; the same instance without any. Names are put in as they
   * are: a placeholder within a name stays.
   */
  public static String expand(String text, String userName, String botName) {
    StringBuilder expanded = null;
    int from = 0;
    for (int i = next(text, 0); i >= 0; i = next(text, i)) {
      boolean braces = text.charAt(i) == '{';
      int end = braces ? bracesEnd(text, i) : tagEnd(text, i);
      if (end < 0) {
        i++;
        continue;
      }
      if (expanded == null) {
        expanded = new StringBuilder(text.length() + 16);
      }
      boolean user = Character.toLowerCase(text.charAt(nameStart(text, i, braces))) == 'u';
      expanded.append(text, from, i).append(user ? userName : botName);
      from = end;
      i = end;
    }
    return expanded == null ? text : expanded.append(text, from, text.length()).toString();
  }

  /** The next place where a placeholder may begin; negative if there is none. */
  private static int next(String text, int from) {
    for (int i = from; i < text.length() - 4; i++) {
      char c = text.charAt(i);
      if (c == '<' || (c == '{' && text.charAt(i + 1) == '{')) {
        return i;
      }
    }
    return -1;
  }

  private static int nameStart(String text, int start, boolean braces) {
    int i = start + (braces ? 2 : 1);
    while (braces && i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i;
  }

  private static int bracesEnd(String text, int start) {
    int i = nameStart(text, start, true);
    if (!text.regionMatches(true, i, "user", 0, 4) && !text.regionMatches(true, i, "char", 0, 4)) {
      return -1;
    }
    i += 4;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return text.startsWith("}}", i) ? i + 2 : -1;
  }

  private static int tagEnd(String text, int start) {
    if (text.startsWith("<USER>", start) || text.startsWith("<CHAR>", start)) {
      return start + 6;
    }
    return text.startsWith("<BOT>", start) ? start + 5 : -1;
  }
}

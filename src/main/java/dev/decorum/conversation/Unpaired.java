package dev.decorum.conversation;

/**
 * Halves of surrogate pairs. JSON allows them, but no encoding has a form for them: each would
 * become the same replacement character in a file or a database, and different names would become
 * equal.
 */
public final class Unpaired {
  private Unpaired() {}

  /**
   * A name as it can be stored: with each half written as JSON would escape it, {@code \ud83d}, so
   * that different names stay different.
   */
  public static String escaped(String name) {
    int at = find(name, 0);
    if (at < 0) {
      return name;
    }
    StringBuilder escaped = new StringBuilder(name.length() + 5);
    int done = 0;
    for (; at >= 0; at = find(name, at + 1)) {
      escaped.append(name, done, at).append("\\u").append(Integer.toHexString(name.charAt(at)));
      done = at + 1;
    }
    return escaped.append(name, done, name.length()).toString();
  }

  /**
   * Where the first half of a pair without the other half stands.
   *
   * @param from where to begin, at no second half of a pair
   * @return -1 if there is none
   */
  public static int find(String text, int from) {
    int length = text.length();
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        return i;
      }
    }
    return -1;
  }
}

package dev.decorum.read.text;

/** Names of fields, of which snake case, camel case and others are alike. */
final class FieldNames {
  private static final int LONGEST = 64;

  private FieldNames() {}

  /** Letters and digits alone, in lower case; empty for a name longer than any that is known. */
  static String plain(String name) {
    if (name.length() > LONGEST) {
      return "";
    }
    int i = 0;
    while (i < name.length() && isPlain(name.charAt(i))) {
      i++;
    }
    if (i == name.length()) {
      return name;
    }
    StringBuilder plain = new StringBuilder(name.length()).append(name, 0, i);
    for (; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        plain.append(Character.toLowerCase(c));
      }
    }
    return plain.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}

package dev.decorum.read.text;

/** White space between what counts. */
final class WhiteSpace {
  private WhiteSpace() {}

  /** The first position from {@code from} on that is not white space. */
  static int end(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}

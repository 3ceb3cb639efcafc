package dev.decorum.tokenize;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a text that is encoded by itself.
 *
 * <p>The native tokenizer makes several objects a token in the Java heap, and takes the process
 * along where that is full: a message of ten megabytes is enough. So long texts come in pieces.
 * Each but the first begins with a space after a character that is none. There the words of every
 * tokenizer that a model folder may have begin too, so the tokens are those of the whole text. Only
 * a word that is itself longer than a piece is cut, which no person wrote.
 *
 * @param start where in the whole text it begins
 */
record TextPiece(String text, int start) {
  static final int LONGEST = 1 << 16;

  /** The pieces of a text in order; the text itself if it is short. */
  static List<TextPiece> of(String text) {
    if (text.length() <= LONGEST) {
      return List.of(new TextPiece(text, 0));
    }
    List<TextPiece> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = end(text, from);
      pieces.add(new TextPiece(text.substring(from, to), from));
      from = to;
    }
    return pieces;
  }

  private static int end(String text, int from) {
    int last = from + LONGEST;
    if (last >= text.length()) {
      return text.length();
    }
    for (int i = last; i > from + 1; i--) {
      if (text.charAt(i) == ' ' && !Character.isWhitespace(text.charAt(i - 1))) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(last)) ? last - 1 : last;
  }

  /** Where in the piece a code point is, which is what the library counts. */
  int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }
}

package dev.decorum.tokenize;

import dev.decorum.model.tokenizer.PlainText;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A part of a text that is encoded by itself.
 *
 * <p>The native tokenizer makes several objects a token in the Java heap, and ends the process when
 * that is full: a message of ten megabytes is enough. So long texts come in pieces. Each but the
 * first begins with a space after a character that is none, away from any added token, which may
 * take in white space around it. There the words of GPT-2 and of its relatives begin too, so the
 * tokens are those of the whole text. Where there is no such place, as in a word that is longer
 * than a piece, the cut is where it has to be; but the last piece is always as long as can be, so
 * that the tokens at the end are the right ones all the same.
 *
 * @param start where in the whole text it begins
 */
record TextPiece(String text, int start) {
  static final int LONGEST = 1 << 16;

  /** Places that are tried for a cut; an added token may be at each. */
  private static final int MOST_PLACES = 256;

  /**
   * The pieces of a text in order; the text itself if it is short.
   *
   * @param addedTokens texts that are tokens wherever they appear
   */
  static List<TextPiece> of(String text, Collection<String> addedTokens) {
    if (text.length() <= LONGEST) {
      return List.of(new TextPiece(text, 0));
    }
    List<String> tokens = plain(addedTokens);
    int longest = longest(tokens);
    Deque<TextPiece> pieces = new ArrayDeque<>();
    int to = text.length();
    while (to > LONGEST) {
      int from = begin(text, to, tokens, longest);
      pieces.addFirst(new TextPiece(text.substring(from, to), from));
      to = from;
    }
    pieces.addFirst(new TextPiece(text.substring(0, to), 0));
    return List.copyOf(pieces);
  }

  /**
   * The last place in a text where a piece may begin, whatever follows the text; -1 if there is
   * none among those that are tried.
   */
  static int lastPlace(String text, Collection<String> addedTokens) {
    List<String> tokens = plain(addedTokens);
    int longest = longest(tokens);
    int places = 0;
    for (int i = text.length() - longest - 2; i > longest + 1 && places < MOST_PLACES; i--) {
      if (isPlace(text, i)) {
        if (!touches(text, i, tokens, longest)) {
          return i;
        }
        places++;
      }
    }
    return -1;
  }

  /** The first place in a text where a piece may begin, whatever comes before the text; or -1. */
  static int firstPlace(String text, Collection<String> addedTokens) {
    List<String> tokens = plain(addedTokens);
    int longest = longest(tokens);
    int places = 0;
    for (int i = longest + 2; i < text.length() - 1 && places < MOST_PLACES; i++) {
      if (isPlace(text, i)) {
        if (!touches(text, i, tokens, longest)) {
          return i;
        }
        places++;
      }
    }
    return -1;
  }

  private static List<String> plain(Collection<String> addedTokens) {
    return addedTokens.stream().map(PlainText::of).toList();
  }

  private static int longest(List<String> tokens) {
    return tokens.stream().mapToInt(String::length).max().orElse(0);
  }

  private static boolean isPlace(String text, int i) {
    return text.charAt(i) == ' ' && !isSpace(text.charAt(i - 1));
  }

  /**
   * Whether a long text has the same tokens wherever it is cut, as each piece has a place where it
   * may begin and no added token is near.
   */
  static boolean isCutAnywhere(
      String text, List<TextPiece> pieces, Collection<String> addedTokens) {
    List<String> tokens = plain(addedTokens);
    int longest = longest(tokens);
    for (TextPiece piece : pieces) {
      if (piece.start() > 0 && !isPlace(text, piece.start())) {
        return false;
      }
      int from = Math.max(0, piece.start() - longest - 1);
      int to = Math.min(text.length(), piece.start() + piece.text().length() + longest + 1);
      String plain = PlainText.of(text.substring(from, to));
      if (tokens.stream().anyMatch(plain::contains)) {
        return false;
      }
    }
    return true;
  }

  private static int begin(String text, int to, List<String> tokens, int longest) {
    int first = to - LONGEST;
    int places = 0;
    for (int i = first; i < to - 1 && places < MOST_PLACES; i++) {
      if (isPlace(text, i)) {
        if (!touches(text, i, tokens, longest)) {
          return i;
        }
        places++;
      }
    }
    return Character.isLowSurrogate(text.charAt(first)) ? first + 1 : first;
  }

  /** White space to any of those who decide: Java, Unicode, the regular expressions. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** Whether an added token may reach to this place, however the text is normalized. */
  private static boolean touches(String text, int place, List<String> tokens, int longest) {
    String before = PlainText.of(text.substring(Math.max(0, place - longest - 1), place));
    String around =
        before + PlainText.of(text.substring(place, Math.min(text.length(), place + longest + 1)));
    for (String token : tokens) {
      int at = around.indexOf(token, before.length() - token.length());
      if (at >= 0 && at <= before.length()) {
        return true;
      }
    }
    return false;
  }

  /** Where in the piece a code point is, which is what the library counts. */
  int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }
}

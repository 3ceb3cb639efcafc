package dev.decorum.read.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Texts in UTF-8 that a program has taken for Latin-1 ({@code GrÃ¼Ã\u009Fe}, as in Facebook's
 * exports) or for windows-1252 ({@code Itâ€™s}).
 *
 * <p>Such a text can be told from others: all of its characters have to be bytes of the encoding,
 * and all bytes above 127 have to follow one another as they do in UTF-8, which is next to
 * impossible by chance in a text with two or more of them. What is possible is a capital or another
 * letter with an accent that ends a word, and a punctuation mark behind it: {@code BEYONCÉ’S} would
 * become {@code BEYONCɒS}. A text with nothing but such places stays as it is.
 */
public final class Mojibake {
  /** What windows-1252 has for the bytes 80 to 9F; 0 where it has nothing. */
  private static final String WINDOWS =
      "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
          + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

  /** What may stand behind a word. */
  private static final String WORD_ENDS =
      "\u2026\u2019\u201C\u201D\u2018\u2013\u2014\u2022\u2122\u00BB\u203A\u00AB\u2039\u00AE\u00A9"
          + "\u00B0\u00B7\u00A0";

  private Mojibake() {}

  /** The text as it was meant; the same instance if there is nothing to repair. */
  public static String repair(String text) {
    // Encoding looks at eight characters at once, and most texts have nothing but ASCII.
    int length = text.length();
    if (text.getBytes(StandardCharsets.UTF_8).length == length) {
      return text;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) >= 0x80) {
        return repair(text, i);
      }
    }
    return text;
  }

  private static String repair(String text, int first) {
    // Most texts in other languages end here: their first letter is not a lead byte.
    int lead = toByte(text.charAt(first));
    if (lead < 0xC2 || lead > 0xF4) {
      return text;
    }
    boolean sure = false;
    for (int i = first; i < text.length(); ) {
      int value = toByte(text.charAt(i));
      if (value < 0) {
        return text;
      }
      if (value < 0x80) {
        i++;
        continue;
      }
      int end = i + (value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4);
      if (value < 0xC2 || value > 0xF4 || end > text.length()) {
        return text;
      }
      for (int k = i + 1; k < end; k++) {
        int next = toByte(text.charAt(k));
        if (next < 0x80 || next > 0xBF) {
          return text;
        }
      }
      sure |= !mayBeMeant(text, i, end);
      i = end;
    }
    return sure ? decode(text) : text;
  }

  private static String decode(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) toByte(text.charAt(i));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  /** Whether these characters may be the end of a word and punctuation. */
  private static boolean mayBeMeant(String text, int start, int end) {
    char letter = text.charAt(start);
    // Â is hardly ever the last letter of a word, and the most common one in broken texts.
    if (letter == '\u00C2' || !Character.isLetter(letter)) {
      return false;
    }
    char before = start == 0 ? ' ' : text.charAt(start - 1);
    if (!Character.isLetter(before)) {
      // É is a word, Ã is none.
      if (letter == '\u00C3') {
        return false;
      }
    } else if (Character.isUpperCase(before) != Character.isUpperCase(letter)) {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      char c = text.charAt(i);
      // Ã with one of the upper half is a small letter, as in Ã©.
      if (WORD_ENDS.indexOf(c) < 0 || (letter == '\u00C3' && c < 0x100)) {
        return false;
      }
    }
    if (end == text.length()) {
      return true;
    }
    char after = text.charAt(end);
    boolean genitive = Character.toLowerCase(after) == 's' && text.charAt(end - 1) == '\u2019';
    return genitive
        ? end + 1 == text.length() || !Character.isLetter(text.charAt(end + 1))
        : !Character.isLetterOrDigit(after);
  }

  /** The byte that was taken for this character; negative if none was. */
  private static int toByte(char c) {
    if (c <= 0xFF) {
      return c;
    }
    int i = WINDOWS.indexOf(c);
    return i < 0 ? i : 0x80 + i;
  }
}

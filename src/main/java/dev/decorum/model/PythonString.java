package dev.decorum.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A string literal in Python source.
 *
 * @param prefix the prefix in lower case, such as {@code rf}; usually empty
 * @param body the source between the quotes
 * @param end the offset after the closing quotes
 */
record PythonString(String prefix, String body, int end) {
  private static final Pattern OPENING =
      Pattern.compile("([rRuUfFbB]|[rR][fFbB]|[fFbB][rR])?(\"\"\"|'''|\"|')");

  private static final int LONGEST_NAME = 100;

  /** A piece of a literal. */
  sealed interface Part {}

  /** Text that is known from the literal alone. */
  record Fixed(String text) implements Part {}

  /** The contents of braces in an f-string. */
  record Interpolation(String expression) implements Part {}

  /** The literal that begins at {@code from}; null if there is none or it is not closed. */
  static @Nullable PythonString at(String source, int from) {
    Matcher opening = OPENING.matcher(source).region(from, source.length());
    if (!opening.lookingAt()) {
      return null;
    }
    int begin = opening.end();
    String quotes = opening.group(2);
    int end = closing(source, begin, quotes);
    if (end < 0) {
      return null;
    }
    String prefix = opening.group(1) == null ? "" : opening.group(1).toLowerCase(Locale.ROOT);
    return new PythonString(prefix, source.substring(begin, end), end + quotes.length());
  }

  /** The offset of the closing quotes. Escaped quotes do not close, not even in raw strings. */
  private static int closing(String source, int from, String quotes) {
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\') {
        i++;
      } else if (source.startsWith(quotes, i)) {
        return i;
      } else if (c == '\n' && quotes.length() == 1) {
        return -1;
      }
    }
    return -1;
  }

  boolean isBytes() {
    return prefix.contains("b");
  }

  boolean isFormatted() {
    return prefix.contains("f");
  }

  /** The parts in order; placeholders occur only in f-strings. */
  List<Part> parts() {
    boolean raw = prefix.contains("r");
    if (!isFormatted()) {
      return List.of(new Fixed(raw ? body : unescape(body)));
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    int i = 0;
    while (i < body.length()) {
      char c = body.charAt(i);
      if (c == '\\' && i + 1 < body.length() && !raw) {
        // The braces of \N{...} are not a placeholder.
        int end = body.startsWith("N{", i + 1) ? closingName(body, i) : i + 1;
        fixed.append(body, i, end + 1);
        i = end + 1;
      } else if (c == '{' && !body.startsWith("{{", i)) {
        int end = closingBrace(i);
        parts.add(fixed(fixed, raw));
        parts.add(new Interpolation(body.substring(i + 1, end)));
        fixed.setLength(0);
        i = end + 1;
      } else {
        fixed.append(c);
        i += body.startsWith("{{", i) || body.startsWith("}}", i) ? 2 : 1;
      }
    }
    parts.add(fixed(fixed, raw));
    return parts;
  }

  /** The end of the character name in an escape sequence, or the next character if it has none. */
  private static int closingName(String literal, int escape) {
    int end = escape + 2;
    while (end < Math.min(literal.length(), escape + LONGEST_NAME)) {
      if (literal.charAt(end) == '}') {
        return end;
      }
      end++;
    }
    return escape + 1;
  }

  private static Fixed fixed(StringBuilder text, boolean raw) {
    return new Fixed(raw ? text.toString() : unescape(text.toString()));
  }

  /** The closing brace for the one at {@code open}, or the end of the literal. */
  private int closingBrace(int open) {
    int depth = 0;
    for (int i = open; i < body.length(); i++) {
      char c = body.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return body.length();
  }

  /** Replaces the escape sequences of Python's string literals; unknown ones stay as they are. */
  static String unescape(String literal) {
    StringBuilder out = new StringBuilder(literal.length());
    int i = 0;
    while (i < literal.length()) {
      char c = literal.charAt(i++);
      if (c != '\\' || i == literal.length()) {
        out.append(c);
        continue;
      }
      char escape = literal.charAt(i++);
      switch (escape) {
        case '\n' -> {} // the line continues
        case '\\', '\'', '"' -> out.append(escape);
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case 'x' -> i = hexadecimal(literal, i, 2, escape, out);
        case 'u' -> i = hexadecimal(literal, i, 4, escape, out);
        case 'U' -> i = hexadecimal(literal, i, 8, escape, out);
        case 'N' -> i = named(literal, i, out);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          int value = escape - '0';
          for (int n = 0; n < 2 && i < literal.length() && isOctal(literal.charAt(i)); n++) {
            value = value * 8 + literal.charAt(i++) - '0';
          }
          out.append((char) value);
        }
        default -> out.append('\\').append(escape);
      }
    }
    return out.toString();
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }

  private static int hexadecimal(
      String literal, int from, int digits, char escape, StringBuilder out) {
    int end = from + digits;
    if (end <= literal.length() && literal.substring(from, end).matches("\\p{XDigit}+")) {
      long value = Long.parseLong(literal.substring(from, end), 16);
      if (value <= Character.MAX_CODE_POINT) {
        out.appendCodePoint((int) value);
        return end;
      }
    }
    out.append('\\').append(escape);
    return from;
  }

  private static int named(String literal, int from, StringBuilder out) {
    int end = closingName(literal, from - 2);
    if (end > from && literal.charAt(from) == '{') {
      try {
        out.appendCodePoint(Character.codePointOf(literal.substring(from + 1, end)));
        return end + 1;
      } catch (IllegalArgumentException e) {
        // kept, like other unknown escapes
      }
    }
    out.append("\\N");
    return from;
  }
}

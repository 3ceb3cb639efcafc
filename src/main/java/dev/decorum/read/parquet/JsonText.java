package dev.decorum.read.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One row as JSON in UTF-8. A row that becomes too long, or has a value that JSON cannot hold, is
 * written to its end but not kept.
 */
final class JsonText {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int SMALLEST = 1 << 10;

  private final int most;
  private final Expansion expansion;
  private byte[] bytes = new byte[SMALLEST];
  private int length;
  private @Nullable String fault;

  /**
   * @param most the most bytes that a row may have
   */
  JsonText(int most, Expansion expansion) {
    this.most = most;
    this.expansion = expansion;
  }

  void begin() {
    length = 0;
    fault = null;
  }

  /**
   * The row.
   *
   * @throws ParquetRowException if it cannot be used
   */
  byte[] end() throws ParquetRowException {
    if (fault != null) {
      throw new ParquetRowException(fault);
    }
    return Arrays.copyOf(bytes, length);
  }

  /** Says what is wrong with the row, unless it was said before. */
  void fault(String reason) {
    if (fault == null) {
      fault = reason;
    }
  }

  private boolean reserve(int count) {
    expansion.out(count);
    if (fault != null) {
      return false;
    }
    if (count > most - length) {
      fault("the row is longer than " + most + " bytes as JSON");
      return false;
    }
    if (count > bytes.length - length) {
      long wanted = Math.max(length + (long) count, bytes.length * 2L);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, most));
    }
    return true;
  }

  void raw(char c) {
    if (reserve(1)) {
      bytes[length++] = (byte) c;
    }
  }

  void raw(byte[] text) {
    if (reserve(text.length)) {
      System.arraycopy(text, 0, bytes, length, text.length);
      length += text.length;
    }
  }

  /** Text of which every character is ASCII. */
  @SuppressWarnings("deprecation") // the one copy without a decoder
  void raw(String ascii) {
    if (reserve(ascii.length())) {
      ascii.getBytes(0, ascii.length(), bytes, length);
      length += ascii.length();
    }
  }

  void nothing() {
    raw(NULL);
  }

  /** A number; what is none is null, and what is infinite is text, since JSON has neither. */
  void number(double value) {
    if (Double.isNaN(value)) {
      nothing();
    } else if (Double.isInfinite(value)) {
      string(Double.toString(value));
    } else {
      raw(ParquetNumbers.of(value));
    }
  }

  /** A number of single precision. */
  void number(float value) {
    if (Float.isFinite(value)) {
      raw(ParquetNumbers.of(value));
    } else {
      number((double) value);
    }
  }

  /** A string of ASCII characters that need no escapes. */
  void string(String ascii) {
    raw('"');
    raw(ascii);
    raw('"');
  }

  /**
   * A string.
   *
   * @param text as UTF-8, all that remains
   * @param column what to complain of if it is not
   */
  void string(ByteBuffer text, String column) {
    if (fault != null) {
      expansion.out(text.remaining());
      return;
    }
    byte[] source;
    int from;
    if (text.hasArray()) {
      source = text.array();
      from = text.arrayOffset() + text.position();
    } else {
      source = new byte[text.remaining()];
      from = 0;
      text.duplicate().get(source);
    }
    escaped(source, from, from + text.remaining(), column);
  }

  private void escaped(byte[] source, int from, int to, String column) {
    raw('"');
    int plain = from;
    int at = from;
    while (at < to) {
      byte b = source[at];
      if (b >= 0x20 && b != '"' && b != '\\') {
        at++;
      } else if (b < 0) {
        int next = afterCharacter(source, at, to);
        if (next < 0) {
          fault(
              String.format(
                  Locale.ROOT,
                  "the column %s holds bytes that are not text: 0x%02X is not UTF-8",
                  column,
                  b & 0xff));
          return;
        }
        at = next;
      } else {
        copy(source, plain, at);
        escape(b);
        plain = ++at;
      }
    }
    copy(source, plain, to);
    raw('"');
  }

  private void copy(byte[] source, int from, int to) {
    if (to > from && reserve(to - from)) {
      System.arraycopy(source, from, bytes, length, to - from);
      length += to - from;
    }
  }

  private void escape(byte b) {
    switch (b) {
      case '"' -> raw("\\\"");
      case '\\' -> raw("\\\\");
      case '\n' -> raw("\\n");
      case '\r' -> raw("\\r");
      case '\t' -> raw("\\t");
      case '\b' -> raw("\\b");
      case '\f' -> raw("\\f");
      default -> {
        raw("\\u00");
        raw((char) HEX[b >>> 4]);
        raw((char) HEX[b & 15]);
      }
    }
  }

  /** Where the character of two to four bytes ends that begins here; -1 if there is none. */
  private static int afterCharacter(byte[] text, int at, int to) {
    int first = text[at] & 0xff;
    int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || size > to - at) {
      return -1;
    }
    for (int i = 1; i < size; i++) {
      if ((text[at + i] & 0xc0) != 0x80) {
        return -1;
      }
    }
    int second = text[at + 1] & 0xff;
    boolean wellFormed =
        switch (first) {
          case 0xe0 -> second >= 0xa0; // else too long a form
          case 0xed -> second < 0xa0; // else half of a surrogate pair
          case 0xf0 -> second >= 0x90; // else too long a form
          case 0xf4 -> second < 0x90; // else beyond Unicode
          default -> true;
        };
    return wellFormed ? at + size : -1;
  }

  /** A string as JSON, for the names of columns. */
  static byte[] quoted(String text) {
    JsonText json = new JsonText(Integer.MAX_VALUE - 8, new Expansion());
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    json.escaped(utf8, 0, utf8.length, text);
    return Arrays.copyOf(json.bytes, json.length);
  }
}

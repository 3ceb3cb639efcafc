package dev.decorum.read.row;

import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.read.bytes.ByteScan;
import dev.decorum.read.bytes.EncodingHint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one row, as they are in the read buffer: valid until the next row is asked for.
 *
 * <p>A row that could not be cut out properly (too long, a quote that is never closed) has its
 * fault and only the beginning of its bytes.
 */
public final class Row {

  /** Why a row could not be cut out, and where. */
  public record Fault(long line, long column, String reason) {}

  private static final int RAW_CHARACTERS = 2_000;

  /** Stands in where there has been no row yet. */
  public static final Row NONE = new Row(new byte[0], 0, 0, 0, 0, null);

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final long line;
  private final long column;
  private final @Nullable Fault fault;
  private final boolean cut;

  public Row(byte[] bytes, int from, int to, long line, long column, @Nullable Fault fault) {
    this(bytes, from, to, line, column, fault, false);
  }

  private Row(
      byte[] bytes, int from, int to, long line, long column, @Nullable Fault fault, boolean cut) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.line = line;
    this.column = column;
    this.fault = fault;
    this.cut = cut;
  }

  /** A row of which no more than its beginning was held. */
  public static Row beginning(byte[] bytes, long line, long column, Fault fault) {
    return new Row(bytes, 0, bytes.length, line, column, fault, true);
  }

  public byte[] bytes() {
    return bytes;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  public int length() {
    return to - from;
  }

  /** The line on which it begins. */
  public long line() {
    return line;
  }

  /** The column at which it begins. */
  public long column() {
    return column;
  }

  public @Nullable Fault fault() {
    return fault;
  }

  /** A copy that stays valid. */
  public Row copy() {
    return new Row(Arrays.copyOfRange(bytes, from, to), 0, to - from, line, column, fault, cut);
  }

  /** A rejection of the whole row. */
  public Rejection rejection(String file, String reason) {
    return new Rejection(new Location(file, line, 0), reason, raw());
  }

  /** A rejection with the fault. */
  public Rejection rejection(String file, Fault what) {
    return new Rejection(new Location(file, what.line(), what.column()), what.reason(), raw());
  }

  /** A rejection with a place in the row, if the exception knows one. */
  public Rejection rejection(String file, RowException e) {
    if (fault != null) {
      return rejection(file, fault);
    }
    if (e.offset() < 0) {
      return rejection(file, e.getMessage());
    }
    return rejection(file, faultAt(Math.min(e.offset(), length()), e.getMessage()));
  }

  /** The beginning of this row up to a byte. */
  Row upTo(int offset) {
    return new Row(bytes, from, from + offset, line, column, null);
  }

  /** The rest of this row from a byte on, in the same place of the file. */
  Row from(int offset) {
    Fault there = faultAt(offset, "");
    return new Row(bytes, from + offset, to, there.line(), there.column(), null);
  }

  /** Line and column of a byte; columns count characters, as an editor does. */
  public Fault faultAt(int offset, String reason) {
    long faultLine = line;
    long faultColumn = column;
    for (int i = from; i < from + offset; i++) {
      if (bytes[i] == '\n') {
        faultLine++;
        faultColumn = 1;
      } else if ((bytes[i] & 0xc0) != 0x80) {
        faultColumn++;
      }
    }
    return new Fault(faultLine, faultColumn, reason);
  }

  /**
   * Makes sure that the bytes are UTF-8. A lenient decoder would put U+FFFD for what is not, and a
   * changed text would be scored as if it were the user's.
   */
  public void requireUtf8() throws RowException {
    int position = ByteScan.indexOfNonAscii(bytes, from, to);
    if (position == to) {
      return;
    }
    CharsetDecoder decoder = decoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, position, to - position);
    CharBuffer out = CharBuffer.allocate(Math.min(8192, to - position));
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new RowException(
          String.format(Locale.ROOT, "not valid UTF-8: byte 0x%02X", bytes[in.position()] & 0xff)
              + EncodingHint.of(bytes, from, to).orElse(""),
          in.position() - from);
    }
  }

  /** Where the row ends without the carriage return that a table's line may end with. */
  private int end() {
    return to > from && bytes[to - 1] == '\r' ? to - 1 : to;
  }

  /** The text of a row that is UTF-8. */
  public String text() {
    return new String(bytes, from, end() - from, StandardCharsets.UTF_8);
  }

  /** Writes the bytes of the row, and no line end. */
  public void write(OutputStream out) throws IOException {
    out.write(bytes, from, end() - from);
  }

  /** The row's text up to 2,000 characters; bytes that are not text are written as {@code \xNN}. */
  public String raw() {
    CharsetDecoder decoder = decoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, Math.min(to - from, 4 * RAW_CHARACTERS + 4));
    CharBuffer out = CharBuffer.allocate(RAW_CHARACTERS + 1);
    StringBuilder text = new StringBuilder();
    while (text.length() <= RAW_CHARACTERS) {
      out.clear();
      CoderResult result = decoder.decode(in, out, in.limit() == to);
      text.append(out.flip());
      if (result.isError()) {
        for (int i = 0; i < result.length(); i++) {
          text.append(String.format(Locale.ROOT, "\\x%02X", in.get() & 0xff));
        }
      } else if (result.isUnderflow()) {
        break;
      }
    }
    int length = text.length();
    int end = Math.min(length, RAW_CHARACTERS);
    if (end > 0 && end < length && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    boolean whole = end == length && in.limit() == to && !cut;
    text.setLength(end);
    return whole ? text.toString() : text.append('…').toString();
  }

  private static CharsetDecoder decoder() {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}

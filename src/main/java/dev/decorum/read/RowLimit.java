package dev.decorum.read;

import dev.decorum.read.bytes.ByteWindow;
import java.util.Arrays;

/** What is left of a row that is longer than may be held. */
final class RowLimit {
  private static final int BEGINNING = 1 << 14;

  private RowLimit() {}

  /** As much of a row as its rejection may show. */
  static byte[] beginning(ByteWindow window, int maxRowBytes) {
    return Arrays.copyOfRange(
        window.bytes(),
        window.start(),
        window.start() + Math.min(Math.min(BEGINNING, maxRowBytes), window.length()));
  }

  static Row overlong(byte[] beginning, long line, long column, int maxRowBytes) {
    return Row.beginning(
        beginning,
        line,
        column,
        new Row.Fault(line, 0, "the row is longer than " + describe(maxRowBytes)));
  }

  static String describe(int bytes) {
    int mebibytes = bytes >> 20;
    return mebibytes << 20 == bytes && mebibytes > 0 ? mebibytes + " MiB" : bytes + " bytes";
  }
}

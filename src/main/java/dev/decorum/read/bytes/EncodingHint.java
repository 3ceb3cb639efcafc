package dev.decorum.read.bytes;

import java.util.Optional;

/** Guesses the encoding of bytes that are not UTF-8. */
public final class EncodingHint {
  private static final String HINT =
      "; if the file is in Windows' encoding, add --encoding windows-1252";

  private EncodingHint() {}

  /**
   * The end of a sentence that says that a text is not valid UTF-8, if Windows' encoding of Western
   * Europe is likely: some letters with accents, quotation marks or dashes among plain ones, and
   * nothing that would be UTF-8.
   */
  public static Optional<String> of(byte[] bytes, int from, int to) {
    int plain = 0;
    int special = 0;
    int inRow = 0;
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xff;
      if (b < 0x80) {
        if (b < ' ' && b != '\t' && b != '\n' && b != '\r') {
          return Optional.empty();
        }
        plain += Character.isLetter(b) ? 1 : 0;
        inRow = 0;
        continue;
      }
      special++;
      inRow++;
      // Four in a row are words of another script.
      if (isUtf8(bytes, i, to) || inRow > 3 || !(b >= 0xa0 || isMark(b))) {
        return Optional.empty();
      }
    }
    return special > 0 && plain >= special ? Optional.of(HINT) : Optional.empty();
  }

  /** Whether these bytes are a character of UTF-8, rather than a letter and quotation marks. */
  private static boolean isUtf8(byte[] bytes, int at, int to) {
    int b = bytes[at] & 0xff;
    if (b < 0xc2 || b > 0xf4 || !continues(bytes, at + 1, to)) {
      return false;
    }
    return b < 0xe0 ? !isMark(bytes[at + 1] & 0xff) : continues(bytes, at + 2, to);
  }

  private static boolean continues(byte[] bytes, int at, int to) {
    return at < to && (bytes[at] & 0xc0) == 0x80;
  }

  /** The euro sign, quotation marks, dashes and the like, which ISO 8859-1 does not have. */
  private static boolean isMark(int b) {
    return switch (b) {
      case 0x80, 0x82, 0x84, 0x85, 0x8a, 0x8b, 0x8c, 0x8e -> true;
      case 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f -> true;
      default -> false;
    };
  }
}

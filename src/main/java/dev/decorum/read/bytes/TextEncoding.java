package dev.decorum.read.bytes;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a text, as its first bytes tell it.
 *
 * @param mark the length of its byte order mark
 */
record TextEncoding(Charset charset, int mark) {
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /** {@code null} if they do not tell, which is UTF-8 for want of anything else. */
  static @Nullable TextEncoding of(HeadInputStream head) throws IOException {
    if (!head.has(2)) {
      return null;
    }
    boolean plain = head.at(0) > 0 && head.at(0) < 0xef && head.at(1) > 0;
    if (plain) {
      return null; // of four bytes, the last two may be long in coming
    }
    head.has(4);
    if (begins(head, 0xef, 0xbb, 0xbf)) {
      return new TextEncoding(StandardCharsets.UTF_8, 3);
    }
    if (begins(head, 0xff, 0xfe, 0, 0)) {
      return new TextEncoding(UTF_32LE, 4);
    }
    if (begins(head, 0, 0, 0xfe, 0xff)) {
      return new TextEncoding(UTF_32BE, 4);
    }
    if (begins(head, 0xff, 0xfe)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 2);
    }
    if (begins(head, 0xfe, 0xff)) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 2);
    }
    return withoutMark(head);
  }

  /** Without a mark, of the bytes of Latin letters and brackets all but one are zero. */
  private static @Nullable TextEncoding withoutMark(HeadInputStream head) throws IOException {
    if (zeros(head, "x0x0")) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 0);
    }
    if (zeros(head, "0x0x")) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 0);
    }
    // A tar begins with a name that a single zero may end.
    boolean wide = head.length() >= 4 && head.at(1) == 0 && head.at(2) == 0 && head.has(8);
    if (wide && zeros(head, "x000x000")) {
      return new TextEncoding(UTF_32LE, 0);
    }
    if (wide && zeros(head, "000x000x")) {
      return new TextEncoding(UTF_32BE, 0);
    }
    return null;
  }

  private static boolean begins(HeadInputStream head, int... bytes) {
    if (head.length() < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (head.at(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean zeros(HeadInputStream head, String pattern) {
    if (head.length() < pattern.length()) {
      return false;
    }
    for (int i = 0; i < pattern.length(); i++) {
      if ((head.at(i) == 0) != (pattern.charAt(i) == '0')) {
        return false;
      }
    }
    return true;
  }
}

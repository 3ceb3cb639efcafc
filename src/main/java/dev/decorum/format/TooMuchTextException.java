package dev.decorum.format;

import dev.decorum.failure.DecorumException;
import java.util.Locale;

/**
 * The windows of a row are too many and too long to be computed in reasonable time: a row of a few
 * kilobytes, compressed, can have a hundred thousand windows of megabytes.
 */
public final class TooMuchTextException extends DecorumException {
  private static final long serialVersionUID = 1;

  TooMuchTextException(long most) {
    super(
        Kind.UNUSABLE,
        String.format(
            Locale.ROOT,
            "the windows of this row have more than %,d characters to tokenize, what they share"
                + " counted once; split it, or shorten what comes before its replies",
            most),
        null);
  }
}

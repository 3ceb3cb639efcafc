package dev.decorum.report;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place that plain text is laid out for: a file, or a terminal of some width.
 *
 * @param columns the columns of the terminal; {@link Integer#MAX_VALUE} where lines may be of any
 *     length
 * @param isColoured whether verdicts are coloured
 */
public record LineLayout(int columns, boolean isColoured) {

  /** For files and pipes: the same text wherever it is written. */
  public static final LineLayout FILE = new LineLayout(Integer.MAX_VALUE, false);

  /** The escape sequences of all colours. */
  static final Pattern COLOUR = Pattern.compile("\033\\[(?:0|31|32)m");

  /** Longer lines of running text tire the eye, however wide the terminal is. */
  private static final int MOST_FOR_READING = 100;

  /** With fewer columns no layout is better than letting the lines be folded. */
  private static final int FEWEST = 20;

  public LineLayout {
    columns = Math.max(FEWEST, columns);
  }

  /** Whether there is a width that tables have to fit. */
  boolean isNarrow(int needed) {
    return needed > columns;
  }

  /** The columns for running text. */
  public int forReading() {
    return Math.min(MOST_FOR_READING, columns);
  }

  /** {@code text} in the colour of {@code tone}, where there are colours. */
  String paint(String text, Document.Tone tone) {
    String colour = isColoured ? colour(tone) : null;
    return colour == null ? text : colour + text + "\033[0m";
  }

  private static @Nullable String colour(Document.Tone tone) {
    return switch (tone) {
      case GOOD -> "\033[32m";
      case BAD -> "\033[31m";
      case NEUTRAL -> null;
    };
  }
}

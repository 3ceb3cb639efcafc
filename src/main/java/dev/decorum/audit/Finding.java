package dev.decorum.audit;

import java.util.List;
import java.util.Locale;

/**
 * Something that a person should look at.
 *
 * @param kind what sort of thing
 * @param brief the same in a few words, for lists
 * @param sentences what was found, made of the numbers that it is about; at least one
 */
public record Finding(Kind kind, String brief, List<String> sentences) {

  /** The sorts of findings, each a condition of {@code --fail-if} by its {@link #word}. */
  public enum Kind {
    /** Not one conversation was scored. */
    NO_DATA,
    /** The conversations are those of an earlier night. */
    REPEATED_NIGHT,
    /** A night that was due is not in the store. */
    MISSING_NIGHT,
    /** There are far fewer conversations than usual, or far more. */
    VOLUME,
    /** A chart of all conversations alarms. */
    DRIFT,
    /** A value of a field that every night had does not occur. */
    MISSING_SLICE,
    /** A chart of a slice alarms. */
    SLICE_DRIFT;

    /** What it is called on the command line and in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Finding {
    sentences = List.copyOf(sentences);
  }

  static Finding of(Kind kind, String... sentences) {
    return new Finding(kind, kind.word(), List.of(sentences));
  }

  /** All sentences. */
  public String text() {
    return String.join(" ", sentences);
  }
}

package dev.decorum.conversation;

import java.util.Objects;

/**
 * Says that a conversation ends with one of several replies to the same context, all of which were
 * in one row of input. They are read one after the other.
 *
 * @param group the id of the context, as good as the input's own; two rows may have the same
 * @param number the reply's place among those of its row, from 1; numbers rise, with gaps where a
 *     reply is left out
 * @param preference what a person said of it
 */
public record Candidacy(String group, int number, Preference preference) {

  /** What a person said of one reply among several. */
  public enum Preference {
    /** Nobody said anything. */
    UNKNOWN,
    /** It was preferred to the rejected ones. */
    CHOSEN,
    /** Another one was preferred to it. */
    REJECTED
  }

  public Candidacy {
    group = Unpaired.escaped(group);
    Objects.requireNonNull(preference);
    if (number < 1) {
      throw new IllegalArgumentException("replies are counted from 1, not " + number);
    }
  }
}

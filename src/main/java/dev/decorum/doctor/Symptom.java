package dev.decorum.doctor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one thing.
 *
 * @param name the thing
 * @param state whether it is well
 * @param text what was found
 * @param remedy what to do, a command if possible; null for nothing
 */
public record Symptom(String name, State state, String text, @Nullable String remedy) {

  /** How well something is. */
  public enum State {
    /** As it should be. */
    OK,
    /** It works, but something is worth knowing. */
    NOTE,
    /** Something does not work. */
    PROBLEM
  }

  public Symptom {
    Objects.requireNonNull(name);
    Objects.requireNonNull(state);
    Objects.requireNonNull(text);
  }

  static Symptom ok(String name, String text) {
    return new Symptom(name, State.OK, text, null);
  }

  static Symptom note(String name, String text, @Nullable String remedy) {
    return new Symptom(name, State.NOTE, text, remedy);
  }

  static Symptom problem(String name, String text, @Nullable String remedy) {
    return new Symptom(name, State.PROBLEM, text, remedy);
  }
}

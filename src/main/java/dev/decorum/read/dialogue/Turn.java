package dev.decorum.read.dialogue;

import dev.decorum.read.text.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a list of messages, as the export has it: the sides may still have to be told, the
 * text to be cleaned, the order to be found.
 *
 * @param role which side speaks; {@code null} where only {@code word} tells
 * @param word who speaks, where it is not a known role
 * @param name the speaker's own name; {@code null} if there is none
 * @param said its text, and what was left out of it
 * @param time when it was said, as it is written; {@code null} if that is unknown
 * @param ids what identifies it, under one or several names
 * @param parent the entry before it in a tree; {@code null} for a root, and where there is no tree
 * @param alternatives versions of the same message, the one that is said among them; empty if there
 *     is but one
 * @param where its place in the row, for messages: {@code messages[3]}
 * @param attached whether it belongs right behind the entry before it, whatever its time
 */
public record Turn(
    @Nullable Role role,
    @Nullable String word,
    @Nullable String name,
    Said said,
    @Nullable String time,
    List<String> ids,
    @Nullable String parent,
    List<Alternative> alternatives,
    String where,
    boolean attached) {

  /**
   * One of several versions of a message.
   *
   * @param number its place among all of the message, from 1
   */
  public record Alternative(int number, String text) {}

  public Turn {
    Objects.requireNonNull(said);
    Objects.requireNonNull(where);
    ids = List.copyOf(ids);
    alternatives = List.copyOf(alternatives);
  }

  /** What one side said, and nothing more is known. */
  static Turn of(@Nullable Role role, Said said, String where) {
    return new Turn(role, null, null, said, null, List.of(), null, List.of(), where, false);
  }

  /** What somebody said whose side is not known. */
  static Turn named(String name, Said said, String where) {
    return new Turn(null, name, name, said, null, List.of(), null, List.of(), where, false);
  }

  /** The same with its text stripped of blank space at both ends. */
  public Turn stripped() {
    String text = said.text();
    if (text == null) {
      return this;
    }
    return new Turn(
        role,
        word,
        name,
        new Said(text.strip(), null, said.reasoning(), said.parts()),
        time,
        ids,
        parent,
        alternatives,
        where,
        attached);
  }

  /** The same at another time. */
  Turn at(@Nullable String newTime) {
    return new Turn(role, word, name, said, newTime, ids, parent, alternatives, where, attached);
  }

  /** The same said by somebody of whom the name is known, and not the side. */
  Turn namedAs(String newName) {
    return new Turn(null, newName, newName, said, time, ids, parent, alternatives, where, attached);
  }

  Turn withRole(Role newRole) {
    return new Turn(newRole, null, name, said, time, ids, parent, alternatives, where, attached);
  }

  Turn withAlternatives(List<Alternative> newAlternatives) {
    return new Turn(role, word, name, said, time, ids, parent, newAlternatives, where, attached);
  }

  Turn withNode(String newId, @Nullable String newParent) {
    return new Turn(
        role, word, name, said, time, List.of(newId), newParent, alternatives, where, attached);
  }

  /** The same, behind the entry before it whatever its time. */
  Turn attachedTo() {
    return new Turn(role, word, name, said, time, ids, parent, alternatives, where, true);
  }

  /** The first of its ids; {@code null} if it has none. */
  @Nullable String id() {
    return ids.isEmpty() ? null : ids.get(0);
  }

  Turn leftOut(Said.Reason reason) {
    return new Turn(
        role, word, name, Said.nothing(reason), time, ids, parent, alternatives, where, attached);
  }
}

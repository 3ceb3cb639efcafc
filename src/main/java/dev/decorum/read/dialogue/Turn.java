package dev.decorum.read.dialogue;

import dev.decorum.read.text.Role;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
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
    boolean attached)
    implements TurnBuilder.With {

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
    return withSaid(new Said(text.strip(), null, said.reasoning(), said.parts()));
  }

  /** The same said by somebody of whom the name is known, and not the side. */
  Turn namedAs(String newName) {
    return with(turn -> turn.role(null).word(newName).name(newName));
  }

  /** The same said by a side that is known. */
  Turn saidBy(Role newRole) {
    return with(turn -> turn.role(newRole).word(null));
  }

  /** The same as a node of a tree. */
  Turn asNode(String id, @Nullable String newParent) {
    return with(turn -> turn.ids(List.of(id)).parent(newParent));
  }

  /** The first of its ids; {@code null} if it has none. */
  @Nullable String id() {
    return ids.isEmpty() ? null : ids.get(0);
  }

  Turn leftOut(Said.Reason reason) {
    return withSaid(Said.nothing(reason));
  }
}

package dev.decorum.read.dialogue;

import dev.decorum.read.row.RowException;
import dev.decorum.read.text.Role;
import dev.decorum.read.text.TimeParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was said in a tree of messages, where edits and new answers make branches: the path
 * from the current leaf to the root. Where none is named, the newest leaf that is not deleted is
 * the current one.
 */
final class MessageTree {
  private final List<Turn> turns;
  private final Map<String, Turn> byId = new HashMap<>();
  private final Map<String, List<Turn>> children = new HashMap<>();

  private MessageTree(List<Turn> turns) {
    this.turns = turns;
    for (Turn turn : turns) {
      turn.ids().forEach(id -> byId.put(id, turn));
      children.computeIfAbsent(parentOf(turn), key -> new ArrayList<>()).add(turn);
    }
  }

  private static String parentOf(Turn turn) {
    return turn.parent() == null ? "" : turn.parent();
  }

  /** Whether the entries answer each other. */
  static boolean isTree(List<Turn> turns) {
    boolean parents = false;
    for (Turn turn : turns) {
      parents |= turn.parent() != null;
    }
    if (!parents) {
      return false;
    }
    Set<String> ids = new HashSet<>();
    for (Turn turn : turns) {
      if (isBeside(turn)) {
        continue;
      }
      if (turn.ids().isEmpty()) {
        return false;
      }
      for (String id : turn.ids()) {
        if (!ids.add(id)) {
          return false;
        }
      }
    }
    for (Turn turn : turns) {
      if (turn.parent() != null && ids.contains(turn.parent())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an entry has no place in a tree and needs none: instructions, and entries that are not
   * messages.
   */
  private static boolean isBeside(Turn turn) {
    return turn.ids().isEmpty()
        && turn.parent() == null
        && (turn.role() == Role.SYSTEM || turn.said().text() == null);
  }

  /**
   * The path to the current leaf, the root first. With versions, a message of the bot has those
   * that other branches have in its place.
   *
   * @param leaf the id of the current leaf; {@code null} if none is named
   */
  static List<Turn> path(List<Turn> turns, @Nullable String leaf, boolean withVersions)
      throws RowException {
    List<Turn> beside = new ArrayList<>();
    List<Turn> nodes = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      (isBeside(turn) ? beside : nodes).add(turn);
    }
    List<Turn> path = new MessageTree(nodes).path(leaf, withVersions);
    path.addAll(0, beside);
    return path;
  }

  private List<Turn> path(@Nullable String leaf, boolean withVersions) throws RowException {
    Turn last;
    if (leaf != null && byId.containsKey(leaf)) {
      last = byId.get(leaf);
    } else if (leaf != null) {
      throw new RowException(
          "the current message \"" + RowException.shorten(leaf) + "\" is not among the messages");
    } else {
      last = newestLeaf();
    }
    List<Turn> path = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Turn turn = last;
        turn != null;
        turn = turn.parent() == null ? null : byId.get(turn.parent())) {
      if (turn.id() != null && !seen.add(turn.id())) {
        throw new RowException("the messages answer each other in a circle");
      }
      path.add(withVersions ? withVersions(turn) : turn);
    }
    Collections.reverse(path);
    return path;
  }

  private Turn newestLeaf() throws RowException {
    refuseLooseEnds();
    List<Turn> leaves = new ArrayList<>();
    for (Turn turn : turns) {
      boolean inner = turn.ids().stream().anyMatch(children::containsKey);
      if (!inner && turn.said().reason() != Said.Reason.HIDDEN) {
        leaves.add(turn);
      }
    }
    if (leaves.isEmpty()) {
      // All leaves are deleted: what came before them was said all the same.
      for (Turn turn : turns) {
        if (turn.said().text() != null) {
          leaves.add(turn);
        }
      }
    }
    if (leaves.isEmpty()) {
      throw new RowException("no message is left at the end of any branch");
    }
    List<String> texts = new ArrayList<>();
    for (Turn turn : leaves) {
      texts.add(turn.time() == null ? "" : turn.time());
    }
    List<@Nullable Instant> times = TimeParser.parseAll(texts);
    Turn newest = leaves.get(leaves.size() - 1);
    @Nullable Instant latest = null;
    boolean timed = true;
    for (Instant time : times) {
      timed &= time != null;
    }
    for (int i = 0; timed && i < leaves.size(); i++) {
      Instant time = times.get(i);
      if (time != null && (latest == null || !time.isBefore(latest))) {
        latest = time;
        newest = leaves.get(i);
      }
    }
    return newest;
  }

  /**
   * Refuses messages of which both sides begin branches of their own: these name what they reply to
   * here and there, and all of them were said.
   */
  private void refuseLooseEnds() throws RowException {
    boolean user = false;
    boolean bot = false;
    for (Turn turn : turns) {
      boolean root = turn.parent() == null || !byId.containsKey(turn.parent());
      if (root && turn.said().text() != null) {
        user |= turn.role() == Role.USER;
        bot |= turn.role() == Role.BOT;
      }
    }
    if (user && bot) {
      throw new RowException(
          "only some of the messages name the one before them, so their order is unknown");
    }
  }

  /** A message of the bot and what the bot said in its place. */
  private Turn withVersions(Turn turn) {
    List<Turn> siblings = children.getOrDefault(parentOf(turn), List.of());
    if (turn.role() != Role.BOT || siblings.size() < 2) {
      return turn;
    }
    List<Turn.Alternative> versions = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < siblings.size(); i++) {
      String text = siblings.get(i).said().text();
      if (siblings.get(i).role() == Role.BOT && text != null && texts.add(text)) {
        versions.add(new Turn.Alternative(i + 1, text));
      }
    }
    return versions.size() > 1 ? turn.withAlternatives(versions) : turn;
  }
}

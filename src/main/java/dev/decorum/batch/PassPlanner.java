package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Plans passes such that what windows begin with in common is computed once, and equal windows
 * altogether once.
 *
 * <p>A subtree of common beginnings that fits goes into one pass, together with others. Of a larger
 * one the common beginning is a pass of its own, filled up with what continues it; its keys and
 * values are kept for the passes that follow. Nothing is shared where that would keep too much.
 *
 * @param padTokenId the id that the classifier skips at the end of a window
 * @param passTokens most tokens of a pass, unless one window alone has more
 * @param passSegments most segments of a pass
 * @param keptTokens most tokens whose keys and values may be kept at a time along one path
 */
public record PassPlanner(int padTokenId, int passTokens, int passSegments, long keptTokens)
    implements Planner {

  /** From here on a pass gains nothing from more tokens, and its activations leave the cache. */
  public static final int SUITED_TOKENS = 512;

  public PassPlanner {
    if (passTokens < 1 || passSegments < 2 || keptTokens < 0) {
      throw new IllegalArgumentException(
          "no room to plan: " + passTokens + " tokens, " + passSegments + " segments");
    }
  }

  @Override
  public List<Pass> plan(List<TokenWindow> lookAhead) {
    return passes(PrefixTree.of(lookAhead, padTokenId), 0, 0);
  }

  /** Passes for {@code nodes}, all of which continue the same past. */
  private List<Pass> passes(List<PrefixTree.Node> nodes, int past, long kept) {
    List<Pass> passes = new ArrayList<>();
    Deque<PrefixTree.Node> waiting = new ArrayDeque<>(nodes);
    Draft open = new Draft(past);
    while (!waiting.isEmpty()) {
      PrefixTree.Node node = waiting.removeFirst();
      if (open.fits(node)) {
        open.addTree(node, Segment.NONE);
      } else if (new Draft(past).fits(node) || node.children.isEmpty()) {
        open.closeInto(passes);
        open = new Draft(past);
        open.addTree(node, Segment.NONE);
      } else if (kept + node.to > keptTokens) {
        List<PrefixTree.Node> apart = node.dissolved();
        for (int i = apart.size() - 1; i >= 0; i--) {
          waiting.addFirst(apart.get(i));
        }
      } else {
        passes.add(headed(node, past, kept));
      }
    }
    open.closeInto(passes);
    return passes;
  }

  /** A pass that begins with {@code node}, and those that need its keys and values. */
  private Pass headed(PrefixTree.Node node, int past, long kept) {
    Draft draft = new Draft(past);
    int head = draft.addSegment(node, Segment.NONE);
    List<PrefixTree.Node> left = new ArrayList<>();
    for (PrefixTree.Node child : node.children) {
      if (draft.fits(child)) {
        draft.addTree(child, head);
      } else {
        left.add(child);
      }
    }
    return new Pass(past, draft.segments, passes(left, node.to, kept + node.to));
  }

  /** A pass being filled. */
  private final class Draft {
    private final int past;
    private final List<Segment> segments = new ArrayList<>();
    private int tokens;

    Draft(int past) {
      this.past = past;
    }

    boolean fits(PrefixTree.Node tree) {
      return tokens + tree.tokens <= passTokens && segments.size() + tree.segments <= passSegments;
    }

    void addTree(PrefixTree.Node node, int parent) {
      int index = addSegment(node, parent);
      for (PrefixTree.Node child : node.children) {
        addTree(child, index);
      }
    }

    int addSegment(PrefixTree.Node node, int parent) {
      segments.add(new Segment(node.window, node.from, node.to, parent, node.readings));
      tokens += node.length();
      return segments.size() - 1;
    }

    void closeInto(List<Pass> passes) {
      if (!segments.isEmpty()) {
        passes.add(new Pass(past, segments, List.of()));
      }
    }
  }
}

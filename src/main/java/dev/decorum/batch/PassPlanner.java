package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Plans passes in which common prefixes of windows, and equal windows, are computed once.
 *
 * <p>A subtree of common prefixes that fits into a pass is computed in one, together with others.
 * The prefix of a larger one begins a pass of its own, filled with continuations; its keys and
 * values are kept for the passes that follow. Prefixes are not shared if too much would have to be
 * kept.
 *
 * @param padTokenId the id that the classifier skips at the end of a window
 * @param passTokens the most tokens of a pass, unless a single window has more
 * @param passSegments the most segments of a pass
 * @param keptTokens the most tokens whose keys and values may be kept at a time along one path
 */
public record PassPlanner(int padTokenId, int passTokens, int passSegments, long keptTokens)
    implements Planner {

  /**
   * The best number of tokens; with more, a pass gains nothing and its activations no longer fit
   * into the cache.
   */
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

  /** The passes for {@code nodes}, which all continue the same past. */
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

  /** A pass that begins with {@code node}, with the passes that need its keys and values. */
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

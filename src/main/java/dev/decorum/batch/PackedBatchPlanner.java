package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Plans packed batches in which common prefixes of windows, and equal windows, are computed once.
 *
 * <p>A subtree of common prefixes that fits into a batch is computed in one, together with others.
 * The prefix of a larger one begins a batch of its own, filled with continuations; its keys and
 * values are kept for the batches that follow. Prefixes are not shared if too much would have to be
 * kept.
 *
 * @param padTokenId the id that the classifier skips at the end of a window
 * @param batchTokens the most tokens of a batch, unless a single window has more
 * @param batchSegments the most segments of a batch
 * @param keptTokens the most tokens whose keys and values may be kept at a time along one path
 */
public record PackedBatchPlanner(
    int padTokenId, int batchTokens, int batchSegments, long keptTokens) implements Planner {

  /**
   * The best number of tokens; with more, a batch gains nothing and its activations no longer fit
   * into the cache.
   */
  public static final int SUITED_TOKENS = 512;

  public PackedBatchPlanner {
    if (batchTokens < 1 || batchSegments < 2 || keptTokens < 0) {
      throw new IllegalArgumentException(
          "no room to plan: " + batchTokens + " tokens, " + batchSegments + " segments");
    }
  }

  @Override
  public List<PackedBatch> plan(List<TokenWindow> lookAhead) {
    return batches(PrefixTree.of(lookAhead, padTokenId), 0, 0);
  }

  /** The batches for {@code nodes}, which all continue the same past. */
  private List<PackedBatch> batches(List<PrefixTree.Node> nodes, int past, long kept) {
    List<PackedBatch> batches = new ArrayList<>();
    Deque<PrefixTree.Node> waiting = new ArrayDeque<>(nodes);
    OpenBatch open = new OpenBatch(past);
    while (!waiting.isEmpty()) {
      PrefixTree.Node node = waiting.removeFirst();
      if (open.fits(node)) {
        open.addTree(node, Segment.NONE);
      } else if (new OpenBatch(past).fits(node) || node.children.isEmpty()) {
        open.closeInto(batches);
        open = new OpenBatch(past);
        open.addTree(node, Segment.NONE);
      } else if (kept + node.to > keptTokens) {
        List<PrefixTree.Node> apart = node.dissolved();
        for (int i = apart.size() - 1; i >= 0; i--) {
          waiting.addFirst(apart.get(i));
        }
      } else {
        batches.add(headed(node, past, kept));
      }
    }
    open.closeInto(batches);
    return batches;
  }

  /** A batch that begins with {@code node}, with those that need its keys and values. */
  private PackedBatch headed(PrefixTree.Node node, int past, long kept) {
    OpenBatch batch = new OpenBatch(past);
    int head = batch.addSegment(node, Segment.NONE);
    List<PrefixTree.Node> left = new ArrayList<>();
    for (PrefixTree.Node child : node.children) {
      if (batch.fits(child)) {
        batch.addTree(child, head);
      } else {
        left.add(child);
      }
    }
    return new PackedBatch(past, batch.segments, batches(left, node.to, kept + node.to));
  }

  /** A batch being filled. */
  private final class OpenBatch {
    private final int past;
    private final List<Segment> segments = new ArrayList<>();
    private int tokens;

    OpenBatch(int past) {
      this.past = past;
    }

    boolean fits(PrefixTree.Node tree) {
      return tokens + tree.tokens <= batchTokens
          && segments.size() + tree.segments <= batchSegments;
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

    void closeInto(List<PackedBatch> batches) {
      if (!segments.isEmpty()) {
        batches.add(new PackedBatch(past, segments, List.of()));
      }
    }
  }
}

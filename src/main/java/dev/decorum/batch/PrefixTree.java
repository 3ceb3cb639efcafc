package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A radix tree over the token ids of windows, in which a common prefix is one node. A window ends
 * at the token that the classifier reads, since later ones (padding that a user typed) cannot
 * change its logits.
 */
final class PrefixTree {

  /** The length of a prefix from which it is shared instead of computed again. */
  static final int WORTH_SHARING = 16;

  /** A window, cut after the token that is read. */
  private record Entry(TokenWindow window, int length) {

    int commonPrefix(Entry other) {
      return Math.min(window.commonPrefix(other.window), Math.min(length, other.length));
    }

    int compareTokens(Entry other) {
      int common = commonPrefix(other);
      return common == length || common == other.length
          ? Integer.compare(length, other.length)
          : Integer.compare(window.tokenId(common), other.window.tokenId(common));
    }
  }

  /** Tokens from {@code from} to {@code to} that all windows below have in common. */
  static final class Node {
    final TokenWindow window;
    int from;
    final int to;
    final List<Segment.ReadPosition> readings;
    final List<Node> children;

    /** Totals of this node and all nodes below it. */
    int tokens;

    int segments;
    long firstRow;

    Node(
        TokenWindow window,
        int from,
        int to,
        List<Segment.ReadPosition> readings,
        List<Node> children) {
      this.window = window;
      this.from = from;
      this.to = to;
      this.readings = readings;
      this.children = children;
    }

    int length() {
      return to - from;
    }

    private void addUp() {
      tokens = length();
      segments = 1;
      firstRow = Long.MAX_VALUE;
      for (Segment.ReadPosition reading : readings) {
        for (TokenWindow window : reading.windows()) {
          firstRow = Math.min(firstRow, window.id().row());
        }
      }
      for (Node child : children) {
        tokens += child.tokens;
        segments += child.segments;
        firstRow = Math.min(firstRow, child.firstRow);
      }
      children.sort(Comparator.comparingLong(node -> node.firstRow));
    }

    /** The children of this node, each extended by this node's tokens. */
    List<Node> dissolved() {
      Node heir = children.get(0);
      heir.readings.addAll(0, readings);
      for (Node child : children) {
        child.from = from;
        child.addUp();
      }
      return children;
    }
  }

  private final List<Entry> sorted;

  private PrefixTree(List<Entry> sorted) {
    this.sorted = sorted;
  }

  /**
   * The roots of the forest, in the order of their first rows.
   *
   * @param padTokenId the id that the classifier skips at the end of a window
   */
  static List<Node> of(List<TokenWindow> windows, int padTokenId) {
    List<Entry> entries = new ArrayList<>(windows.size());
    for (TokenWindow window : windows) {
      entries.add(new Entry(window, window.lastNonPadding(padTokenId) + 1));
    }
    entries.sort(Entry::compareTokens);
    List<Node> roots = new ArrayList<>();
    if (!entries.isEmpty()) {
      new PrefixTree(entries).collect(roots, 0, entries.size(), 0);
    }
    roots.sort(Comparator.comparingLong(node -> node.firstRow));
    return roots;
  }

  /** Adds the subtree of the entries from {@code low} to {@code high} to {@code nodes}. */
  private void collect(List<Node> nodes, int low, int high, int from) {
    List<Segment.ReadPosition> readings = new ArrayList<>();
    int first = low;
    int end;
    while (true) {
      end = sorted.get(first).commonPrefix(sorted.get(high - 1));
      int ended = first;
      while (ended < high && sorted.get(ended).length() == end) {
        ended++;
      }
      if (ended > first) {
        readings.add(
            new Segment.ReadPosition(
                end - 1, sorted.subList(first, ended).stream().map(Entry::window).toList()));
      }
      first = ended;
      // With a single continuation, the same node continues.
      if (first == high || tokenAt(first, end) != tokenAt(high - 1, end)) {
        break;
      }
    }
    List<Node> children = new ArrayList<>();
    int group = first;
    for (int i = first + 1; i <= high; i++) {
      if (i == high || tokenAt(i, end) != tokenAt(group, end)) {
        if (group < i) {
          collect(children, group, i, end);
        }
        group = i;
      }
    }
    if (children.isEmpty() && first < high) {
      throw new IllegalStateException("entries " + first + " to " + high + " have no node");
    }
    if (end == from && children.isEmpty()) {
      throw new IllegalStateException("a node without tokens");
    }
    add(nodes, new Node(sorted.get(high - 1).window(), from, end, readings, children));
  }

  private int tokenAt(int entry, int position) {
    return sorted.get(entry).window().tokenId(position);
  }

  private static void add(List<Node> nodes, Node node) {
    if (node.children.isEmpty() && node.length() == 1 && node.from > 0) {
      // Products of a single row are summed in another order, so the token before is included.
      node.from--;
    }
    node.addUp();
    if (!node.children.isEmpty() && node.length() < WORTH_SHARING) {
      nodes.addAll(node.dissolved());
    } else {
      nodes.add(node);
    }
  }
}

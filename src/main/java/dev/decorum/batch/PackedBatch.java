package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows that go through the model together in one row without padding, each common prefix only
 * once: a forest of segments, each of which attends only to its own path. The past, which all
 * segments share, was computed by another batch.
 *
 * @param past the number of tokens in the past
 * @param segments parents before their children
 * @param following batches whose past is that of this batch followed by its first segment
 */
public record PackedBatch(int past, List<Segment> segments, List<PackedBatch> following)
    implements Work {

  public PackedBatch {
    segments = List.copyOf(segments);
    following = List.copyOf(following);
    if (past < 0 || segments.isEmpty()) {
      throw new IllegalArgumentException("a batch without tokens");
    }
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      int seen = segment.parent() < 0 ? past : segments.get(segment.parent()).to();
      if (segment.parent() >= i || segment.from() > seen) {
        throw new IllegalArgumentException("segment " + i + " does not continue its parent");
      }
    }
    for (PackedBatch next : following) {
      if (next.past() != segments.get(0).to()) {
        throw new IllegalArgumentException("a following batch starts at " + next.past());
      }
    }
  }

  /** The number of tokens that this batch keeps for those that follow; 0 if none do. */
  public int kept() {
    return following.isEmpty() ? 0 : segments.get(0).to();
  }

  /** The same batch with other batches that follow. */
  public PackedBatch withFollowing(List<PackedBatch> others) {
    return new PackedBatch(past, segments, others);
  }

  @Override
  public int computedTokens() {
    int tokens = 0;
    for (Segment segment : segments) {
      tokens += segment.length();
    }
    return tokens;
  }

  @Override
  public List<TokenWindow> windows() {
    List<TokenWindow> windows = new ArrayList<>();
    for (Segment segment : segments) {
      for (Segment.ReadPosition reading : segment.readings()) {
        windows.addAll(reading.windows());
      }
    }
    return windows;
  }
}

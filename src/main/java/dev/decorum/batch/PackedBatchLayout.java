package dev.decorum.batch;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The inputs of the graph for a {@link PackedBatch}. All tokens are in one row; attention is
 * computed in chunks of consecutive queries of one segment, with the keys of its path in the order
 * of their positions. So the computation for a token does not depend on other tokens of the batch,
 * and results are the same to the last bit.
 *
 * <p>Keys are numbered from the first token of the past. Unused chunks are empty.
 */
public final class PackedBatchLayout {

  /** Shorter chunks cost more for calls than they save in attention to later tokens. */
  private static final int SHORTEST_CHUNK = 96;

  /** Queries of one segment whose attention is computed together. */
  private record Chunk(int segment, int from, int to) {}

  /** The division of a segment into chunks. */
  private record Cut(int segment, int length, int pieces) {
    int pieceLength() {
      return (length + pieces - 1) / pieces;
    }
  }

  private final PackedBatch batch;
  private final int chunks;
  private final int[] offsets;
  private final long[] inputIds;
  private final long[] positions;
  private final long[] queryFrom;
  private final long[] queryTo;
  private final long[] keyFrom;
  private final long[] keyTo;
  private final long[] maskFrom;
  private final long[] maskTo;
  private final long[] readFrom;
  private final long[] readTo;
  private final long[] readMaskFrom;
  private final long[] readMaskTo;
  private long[] keyIndex = new long[64];
  private long[] readIndex = new long[16];
  private long[] readPosition = new long[16];
  private int[] windowReads = new int[16];
  private int keys;
  private int reads;
  private int windows;

  /**
   * @param chunks the number of chunks of the graph, at least the number of segments
   */
  public PackedBatchLayout(PackedBatch batch, int chunks) {
    this.batch = batch;
    this.chunks = chunks;
    if (batch.segments().size() > chunks) {
      throw new IllegalArgumentException(
          batch.segments().size() + " segments do not fit into " + chunks + " chunks");
    }
    int tokens = batch.computedTokens();
    offsets = new int[batch.segments().size()];
    inputIds = new long[tokens];
    positions = new long[tokens];
    queryFrom = new long[chunks];
    queryTo = new long[chunks];
    keyFrom = new long[chunks];
    keyTo = new long[chunks];
    maskFrom = new long[2 * chunks];
    maskTo = new long[2 * chunks];
    readFrom = new long[chunks];
    readTo = new long[chunks];
    readMaskFrom = new long[2 * chunks];
    readMaskTo = new long[2 * chunks];
    placeTokens();
    int chunk = 0;
    for (Chunk piece : cut()) {
      place(chunk++, piece);
    }
    ensureRead();
    Arrays.fill(queryFrom, chunk, chunks, tokens);
    Arrays.fill(queryTo, chunk, chunks, tokens);
    Arrays.fill(readFrom, chunk, chunks, reads);
    Arrays.fill(readTo, chunk, chunks, reads);
    keyIndex = Arrays.copyOf(keyIndex, keys);
    readIndex = Arrays.copyOf(readIndex, reads);
    readPosition = Arrays.copyOf(readPosition, reads);
    windowReads = Arrays.copyOf(windowReads, windows);
  }

  private void placeTokens() {
    int next = 0;
    List<Segment> segments = batch.segments();
    for (int s = 0; s < segments.size(); s++) {
      Segment segment = segments.get(s);
      offsets[s] = next;
      for (int position = segment.from(); position < segment.to(); position++) {
        inputIds[next] = segment.window().tokenId(position);
        positions[next] = position;
        next++;
      }
    }
  }

  /**
   * Cuts the segments into chunks: starts with each in one piece, and divides the longest while
   * chunks are left.
   */
  private Chunk[] cut() {
    List<Segment> segments = batch.segments();
    int[] pieces = new int[segments.size()];
    PriorityQueue<Cut> longestFirst =
        new PriorityQueue<>((a, b) -> Integer.compare(b.pieceLength(), a.pieceLength()));
    for (int s = 0; s < pieces.length; s++) {
      pieces[s] = 1;
      longestFirst.add(new Cut(s, segments.get(s).length(), 1));
    }
    int used = pieces.length;
    while (used < chunks) {
      Cut longest = longestFirst.remove();
      if (longest.length() / (longest.pieces() + 1) < SHORTEST_CHUNK) {
        break;
      }
      pieces[longest.segment()]++;
      longestFirst.add(new Cut(longest.segment(), longest.length(), longest.pieces() + 1));
      used++;
    }
    Chunk[] cut = new Chunk[used];
    int next = 0;
    for (int s = 0; s < pieces.length; s++) {
      Segment segment = segments.get(s);
      for (int p = 0; p < pieces[s]; p++) {
        cut[next++] =
            new Chunk(
                s,
                segment.from() + (int) ((long) segment.length() * p / pieces[s]),
                segment.from() + (int) ((long) segment.length() * (p + 1) / pieces[s]));
      }
    }
    return cut;
  }

  private void place(int index, Chunk chunk) {
    Segment segment = batch.segments().get(chunk.segment());
    long shift = offsets[chunk.segment()] - (long) segment.from();
    queryFrom[index] = shift + chunk.from();
    queryTo[index] = shift + chunk.to();
    keyFrom[index] = keys;
    addKeys(chunk);
    keyTo[index] = keys;
    maskFrom[2 * index] = chunk.from();
    maskTo[2 * index] = chunk.to();
    maskTo[2 * index + 1] = chunk.to();
    readFrom[index] = reads;
    for (Segment.ReadPosition reading : segment.readings()) {
      if (reading.position() >= chunk.from() && reading.position() < chunk.to()) {
        for (int i = 0; i < reading.windows().size(); i++) {
          addWindow(reads);
        }
        addRead(shift + reading.position(), reading.position());
      }
    }
    if (reads == readFrom[index] + 1) {
      // Products of a single row are summed in another order than those of several rows.
      addRead(readIndex[reads - 1], readPosition[reads - 1]);
    }
    readTo[index] = reads;
    readMaskFrom[2 * index] = readFrom[index];
    readMaskTo[2 * index] = reads;
    readMaskTo[2 * index + 1] = chunk.to();
  }

  /**
   * Makes a batch that only computes a past read its last token, although the result is not used.
   */
  private void ensureRead() {
    if (reads == 0) {
      Segment first = batch.segments().get(0);
      int last = 0;
      while (last + 1 < chunks && queryTo[last] < first.length()) {
        last++;
      }
      for (int i = 0; i < 2; i++) {
        addRead(first.length() - 1L, first.to() - 1L);
      }
      readTo[last] = reads;
      readMaskTo[2 * last] = reads;
      for (int after = last + 1; after < chunks; after++) {
        readFrom[after] = reads;
        readTo[after] = reads;
        readMaskFrom[2 * after] = reads;
        readMaskTo[2 * after] = reads;
      }
    }
  }

  /** Adds the keys of a chunk in the order of their positions: past, parents, own. */
  private void addKeys(Chunk chunk) {
    int end = chunk.to();
    if (keys + end > keyIndex.length) {
      keyIndex = Arrays.copyOf(keyIndex, Math.max(2 * keyIndex.length, keys + end));
    }
    int owner = chunk.segment();
    int to = end;
    while (owner >= 0) {
      Segment segment = batch.segments().get(owner);
      long shift = (long) batch.past() + offsets[owner] - segment.from();
      for (int position = segment.from(); position < to; position++) {
        keyIndex[keys + position] = shift + position;
      }
      to = Math.min(to, segment.from());
      owner = segment.parent();
    }
    for (int position = 0; position < to; position++) {
      keyIndex[keys + position] = position;
    }
    keys += end;
  }

  private void addRead(long row, long position) {
    if (reads == readIndex.length) {
      readIndex = Arrays.copyOf(readIndex, 2 * reads);
      readPosition = Arrays.copyOf(readPosition, 2 * reads);
    }
    readIndex[reads] = row;
    readPosition[reads] = position;
    reads++;
  }

  private void addWindow(int read) {
    if (windows == windowReads.length) {
      windowReads = Arrays.copyOf(windowReads, 2 * windows);
    }
    windowReads[windows++] = read;
  }

  /** Token ids, {@code [tokens]}. */
  public long[] inputIds() {
    return inputIds.clone();
  }

  /** The position of each token in its window from 0, {@code [tokens]}. */
  public long[] positions() {
    return positions.clone();
  }

  /** Where each chunk's queries begin among the tokens, {@code [chunks]}. */
  public long[] queryFrom() {
    return queryFrom.clone();
  }

  /** Where each chunk's queries end, {@code [chunks]}. */
  public long[] queryTo() {
    return queryTo.clone();
  }

  /** The keys of all chunks, one list after the other, {@code [keys]}. */
  public long[] keyIndex() {
    return keyIndex.clone();
  }

  /** Where each chunk's list begins in {@link #keyIndex}, {@code [chunks]}. */
  public long[] keyFrom() {
    return keyFrom.clone();
  }

  /** Where each chunk's list ends, {@code [chunks]}. */
  public long[] keyTo() {
    return keyTo.clone();
  }

  /** Row and column of the causal mask where each chunk's part begins, {@code [2 chunks]}. */
  public long[] maskFrom() {
    return maskFrom.clone();
  }

  /** Row and column of the causal mask where each chunk's part ends, {@code [2 chunks]}. */
  public long[] maskTo() {
    return maskTo.clone();
  }

  /** The indices of the tokens whose logits are read, {@code [reads]}. */
  public long[] readIndex() {
    return readIndex.clone();
  }

  /** The positions of those tokens in their windows, {@code [reads]}. */
  public long[] readPosition() {
    return readPosition.clone();
  }

  /** Where each chunk's reads begin, {@code [chunks]}. */
  public long[] readFrom() {
    return readFrom.clone();
  }

  /** Where each chunk's reads end, {@code [chunks]}. */
  public long[] readTo() {
    return readTo.clone();
  }

  /** Row and column where each chunk's part of the mask of reads begins, {@code [2 chunks]}. */
  public long[] readMaskFrom() {
    return readMaskFrom.clone();
  }

  /** Row and column where each chunk's part of the mask of reads ends, {@code [2 chunks]}. */
  public long[] readMaskTo() {
    return readMaskTo.clone();
  }

  /** The index of the read for a window of the batch. */
  public int readOf(int window) {
    return windowReads[window];
  }
}

package dev.decorum.read.bytes;

/**
 * What one row, or the rows of one conversation, may take of the heap. Short texts and JSON values
 * take many times their bytes, so these are counted too. A heap of 240 MB or more has the most.
 *
 * @param bytes the most bytes in the file
 * @param values the most values and keys of JSON
 * @param messages the most messages
 */
public record RowMemory(int bytes, int values, int messages) {
  private static final int MOST_SHARES = 16;

  /** A row takes up to eight times its bytes, which is half of the heap. */
  private static final long HEAP_OF_SHARE = 15 << 20;

  private static final int BYTES_OF_SHARE = 1 << 20;
  private static final int VALUES_OF_SHARE = 62_500;
  private static final int MESSAGES_OF_SHARE = 9_375;

  private static final RowMemory OF_THIS_PROCESS = of(Runtime.getRuntime().maxMemory());

  /** What is there with a heap of so many bytes at most. */
  public static RowMemory of(long heap) {
    int shares = (int) Math.max(1, Math.min(MOST_SHARES, heap / HEAP_OF_SHARE));
    return new RowMemory(
        shares * BYTES_OF_SHARE, shares * VALUES_OF_SHARE, shares * MESSAGES_OF_SHARE);
  }

  /** What is there in this process. */
  public static RowMemory ofThisProcess() {
    return OF_THIS_PROCESS;
  }
}

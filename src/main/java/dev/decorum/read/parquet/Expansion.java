package dev.decorum.read.parquet;

/**
 * Ends the reading of a file that is made to go on and on. Memory is bounded without it; this
 * bounds time. A dictionary and a run can make a thousand rows of a few bytes, as they do in good
 * files for columns that hold the same in every row; so there is a large allowance.
 */
final class Expansion {
  /** So much may come out of any file. */
  static final long ALWAYS = 128L << 20;

  /** Beyond that, so much for each byte that has gone in. */
  static final int TIMES = 1_000;

  private long in;
  private long out;

  /** Bytes were read from the file. */
  void in(long bytes) {
    in += bytes;
  }

  /**
   * Bytes came out.
   *
   * @throws DamagedFileException if they are too many
   */
  void out(long bytes) {
    out += bytes;
    if (out > ALWAYS && out / TIMES > in) {
      throw new DamagedFileException(
          "it expands to more than 128 MiB and to more than "
              + TIMES
              + " times its size, as no chat log does");
    }
  }
}

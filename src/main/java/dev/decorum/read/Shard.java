package dev.decorum.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of an input, which together hold every row once. A key belongs to the part
 * {@code hash mod count + 1}, where the hash is {@link StableHash}, taken as an unsigned number.
 *
 * @param number which part, from 1
 * @param count how many parts there are
 */
public record Shard(int number, int count) {
  /** The input as a whole. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

  public Shard {
    if (number < 1 || number > count) {
      throw new IllegalArgumentException("there is no shard " + number + " of " + count);
    }
  }

  /**
   * Reads {@code 2/4} as the second of four.
   *
   * @throws IllegalArgumentException if it is not of that form, or there is no such part
   */
  public static Shard parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a shard; one looks like 2/4");
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether what has this key belongs to this part. */
  public boolean holds(String key) {
    return count == 1 || Long.remainderUnsigned(StableHash.of(key), count) == number - 1;
  }

  /** {@code 2/4}. */
  @Override
  public String toString() {
    return number + "/" + count;
  }
}

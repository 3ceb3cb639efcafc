package dev.decorum.score;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The shards that a score file contains: one, or several if shards were merged while others are
 * missing.
 *
 * @param numbers the numbers of the shards, from 1; at least one
 * @param count the total number of shards
 */
record ShardNumbers(SortedSet<Integer> numbers, int count) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:,\\d{1,9})*)/(\\d{1,9})");

  ShardNumbers {
    numbers = Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
    if (numbers.isEmpty() || numbers.first() < 1 || numbers.last() > count) {
      throw new IllegalArgumentException("there is no shard " + joined(numbers) + " of " + count);
    }
  }

  /**
   * Reads {@code 2/4} or {@code 1,3/4}.
   *
   * @throws IllegalArgumentException if it does not have that form, or a number is out of range
   */
  static ShardNumbers parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the shard is '" + text + "', expected one such as 2/4");
    }
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String number : matcher.group(1).split(",", -1)) {
      numbers.add(Integer.valueOf(number));
    }
    return new ShardNumbers(numbers, Integer.parseInt(matcher.group(2)));
  }

  /** The numbers of the missing shards, in order. */
  SortedSet<Integer> missing() {
    SortedSet<Integer> missing = new TreeSet<>();
    for (int number = 1; number <= count; number++) {
      if (!numbers.contains(number)) {
        missing.add(number);
      }
    }
    return missing;
  }

  private static String joined(SortedSet<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return joined(numbers) + "/" + count;
  }
}

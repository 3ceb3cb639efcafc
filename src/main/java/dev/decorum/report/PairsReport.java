package dev.decorum.report;

import dev.decorum.rank.Candidate;
import dev.decorum.rank.PairSelection;
import java.util.List;
import java.util.Objects;

/**
 * What is told of preference pairs.
 *
 * @param selection the pairs, and why there are no more
 * @param cleaned the number of replies whose blank space at the ends was removed
 * @param cleanedAfterScoring whether they had been scored with it
 * @param files the files that were written, where a split makes two of them; empty otherwise
 * @param samples some pairs with their texts; empty unless the user asked for them
 */
public record PairsReport(
    PairSelection selection,
    long cleaned,
    boolean cleanedAfterScoring,
    List<File> files,
    List<Sample> samples) {
  public PairsReport {
    Objects.requireNonNull(selection);
    files = List.copyOf(files);
    samples = List.copyOf(samples);
  }

  /** Pairs in one file or on standard output, without samples and without replies to clean. */
  public PairsReport(PairSelection selection) {
    this(selection, 0, false, List.of(), List.of());
  }

  /**
   * One of the files of a split.
   *
   * @param name the file as the user would name it
   * @param rows the number of its rows
   * @param groups the number of contexts that they belong to
   */
  public record File(String name, int rows, int groups) {
    public File {
      Objects.requireNonNull(name);
    }
  }

  /**
   * A pair with its texts.
   *
   * @param group the group
   * @param chosen the reply with the higher score
   * @param rejected the other
   */
  public record Sample(String group, Candidate chosen, Candidate rejected) {
    public Sample {
      Objects.requireNonNull(group);
      Objects.requireNonNull(chosen);
      Objects.requireNonNull(rejected);
    }
  }
}

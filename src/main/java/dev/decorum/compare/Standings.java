package dev.decorum.compare;

import dev.decorum.stats.Estimate;
import java.util.List;
import java.util.Objects;

/**
 * Which of three or more versions is best. With 95% confidence all of it holds at once: every
 * interval contains its true difference, and the best version is among those that are not worse.
 *
 * @param places the leader first, then by their differences
 * @param differences every two versions, in the order of {@link Comparison#pairs}; without an
 *     interval where two versions have too few rows for any test to tell them apart
 * @param simulated whether the width of the intervals was simulated from the data; otherwise it is
 *     Bonferroni's
 */
public record Standings(List<Place> places, List<Gap> differences, boolean simulated) {
  public Standings {
    places = List.copyOf(places);
    differences = List.copyOf(differences);
  }

  /** What is known of a version. */
  public enum Standing {
    /** All others are worse, so this one is the best. */
    BEST,
    /** One of several of which none is shown to be worse than any other version. */
    TIED,
    /** Another version is shown to be better. */
    WORSE,
    /** There are too few rows to tell any two versions apart, however much they differ. */
    UNKNOWN
  }

  /**
   * A version.
   *
   * @param version its name
   * @param standing what is known of it
   * @param toLeader its mean score less that of the leader, with its simultaneous interval;
   *     undefined for the leader itself
   * @param better a version that is shown to be better, the leader if it is; empty for none
   * @param toBetter its mean score less that of {@code better}, with its simultaneous interval;
   *     undefined for none
   */
  public record Place(
      String version, Standing standing, Estimate toLeader, String better, Estimate toBetter) {
    public Place {
      Objects.requireNonNull(version);
      Objects.requireNonNull(standing);
      Objects.requireNonNull(toLeader);
      Objects.requireNonNull(better);
      Objects.requireNonNull(toBetter);
    }
  }

  /**
   * Two versions.
   *
   * @param reference the earlier version
   * @param candidate the later version
   * @param difference mean score, candidate less reference, with its simultaneous interval
   */
  public record Gap(String reference, String candidate, Estimate difference) {
    public Gap {
      Objects.requireNonNull(reference);
      Objects.requireNonNull(candidate);
      Objects.requireNonNull(difference);
    }
  }

  /** Whether the rows are enough to tell at least two of the versions apart. */
  public boolean isKnown() {
    return places.stream().noneMatch(place -> place.standing() == Standing.UNKNOWN);
  }

  /** The versions with a standing, in their order. */
  public List<String> versions(Standing standing) {
    return places.stream()
        .filter(place -> place.standing() == standing)
        .map(Place::version)
        .toList();
  }
}

package dev.decorum.compare;

import dev.decorum.stats.Estimate;
import java.util.List;
import java.util.Objects;

/**
 * Which of three or more versions is best. With 95% confidence all of it holds at once: every
 * interval contains its true difference, and the best version is among those that are not worse.
 *
 * @param places the leader first, then by their differences
 * @param differences every two versions, in the order of {@link Comparison#pairs}
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
    WORSE
  }

  /**
   * A version.
   *
   * @param version its name
   * @param standing what is known of it
   * @param toLeader its mean score less that of the leader, with its simultaneous interval;
   *     undefined for the leader itself
   */
  public record Place(String version, Standing standing, Estimate toLeader) {
    public Place {
      Objects.requireNonNull(version);
      Objects.requireNonNull(standing);
      Objects.requireNonNull(toLeader);
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

  /** The versions with a standing, in their order. */
  public List<String> versions(Standing standing) {
    return places.stream()
        .filter(place -> place.standing() == standing)
        .map(Place::version)
        .toList();
  }
}

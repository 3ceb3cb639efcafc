package dev.decorum.score;

/**
 * The irregularities that are allowed when score files are merged.
 *
 * @param gaps whether shards may be missing
 * @param missingManifests whether score files may lack a manifest
 * @param duplicates whether an id may occur more than once
 */
public record MergeOptions(boolean gaps, boolean missingManifests, boolean duplicates) {

  /** Allows none of them. */
  public static MergeOptions strict() {
    return new MergeOptions(false, false, false);
  }
}

package dev.decorum.score;

/**
 * What is let pass where score files are put together.
 *
 * @param gaps shards may be missing
 * @param missingManifests score files may have no manifest
 * @param duplicates an id may come more than once
 */
public record MergeOptions(boolean gaps, boolean missingManifests, boolean duplicates) {

  /** Nothing is let pass. */
  public static MergeOptions strict() {
    return new MergeOptions(false, false, false);
  }
}

package dev.decorum.score;

import dev.decorum.read.bytes.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to merge and in which order, checked by the manifests.
 *
 * @param parts shards in the order of their numbers, other files as they were named
 * @param run the manifest of the result; {@code null} if any manifest is missing
 * @param missing the shards that are missing, for people; empty if none are
 */
public record MergePlan(List<ScorePart> parts, @Nullable RunManifest run, String missing) {
  private static final int MOST_NAMED = 20;

  public MergePlan {
    parts = List.copyOf(parts);
  }

  /** The files of all parts in order. */
  List<ScorePart.ScoreFile> files() {
    return parts.stream().flatMap(part -> part.files().stream()).toList();
  }

  /**
   * Compares the manifests with each other.
   *
   * @throws InputException if the score files may not be merged
   */
  public static MergePlan of(List<ScorePart> parts, MergeOptions options) {
    if (parts.isEmpty()) {
      throw new InputException("there is no score file to merge");
    }
    List<ScorePart> known = parts.stream().filter(part -> part.run() != null).toList();
    if (known.size() < parts.size() && !options.missingManifests()) {
      throw withoutManifest(parts);
    }
    checkAgreement(known);
    List<ScorePart> shards = known.stream().filter(part -> run(part).shard() != null).toList();
    if (shards.isEmpty()) {
      checkInputsAreRead(known);
      return new MergePlan(
          parts, known.size() < parts.size() ? null : new MergedRun(runs(parts)).ofWholes(), "");
    }
    if (shards.size() < known.size()) {
      throw mixed(shards.get(0), known);
    }
    ShardNumbers numbers = numbers(shards);
    List<ScorePart> ordered = new ArrayList<>(shards);
    ordered.sort(Comparator.comparing(part -> shard(part).numbers().first()));
    if (known.size() < parts.size()) {
      // A file without a manifest may be the shard that seems to be missing.
      parts.stream().filter(part -> part.run() == null).forEach(ordered::add);
      return new MergePlan(ordered, null, "");
    }
    String missing = described(numbers);
    if (!missing.isEmpty() && !options.gaps()) {
      throw new InputException(
          missing + "; score what is missing, or merge what is there with --allow-gaps");
    }
    return new MergePlan(ordered, new MergedRun(runs(ordered)).ofShards(numbers), missing);
  }

  private static RunManifest run(ScorePart part) {
    return Objects.requireNonNull(part.run());
  }

  private static List<RunManifest> runs(List<ScorePart> parts) {
    return parts.stream().map(MergePlan::run).toList();
  }

  private static ShardNumbers shard(ScorePart part) {
    return ShardNumbers.parse(Objects.requireNonNull(run(part).shard()));
  }

  private static InputException withoutManifest(List<ScorePart> parts) {
    String names =
        parts.stream()
            .filter(part -> part.run() == null)
            .limit(MOST_NAMED)
            .map(ScorePart::name)
            .collect(Collectors.joining(", "));
    ScorePart first = parts.stream().filter(part -> part.run() == null).findFirst().orElseThrow();
    if (!first.files().stream().allMatch(ScorePart.ScoreFile::isScoreFile)) {
      return new InputException(
          first.name()
              + ": this is not a score file; decorum merge joins what decorum score has written, and"
              + " its manifests");
    }
    return new InputException(
        names
            + ": there is no run manifest beside this score file, so it is unknown whether it"
            + " belongs to the others (--allow-missing-manifest merges it nevertheless)");
  }

  private static void checkAgreement(List<ScorePart> parts) {
    for (ScorePart part : parts) {
      ScorePart first = parts.get(0);
      List<String> differences = new ArrayList<>(run(first).differencesFrom(run(part)));
      if (!Objects.equals(run(first).baseline(), run(part).baseline())) {
        differences.add(
            "baselines differ: " + run(first).baseline() + " and " + run(part).baseline());
      }
      if (!run(first).precision().equals(run(part).precision())) {
        differences.add(
            "precisions differ: " + run(first).precision() + " and " + run(part).precision());
      }
      if (!Objects.equals(run(first).calibration(), run(part).calibration())) {
        differences.add(
            "calibrations differ: " + calibration(run(first)) + " and " + calibration(run(part)));
      }
      if (!differences.isEmpty()) {
        throw new InputException(
            between(first, part)
                + String.join("; ", differences)
                + "; such scores cannot be merged");
      }
    }
  }

  private static String calibration(RunManifest run) {
    return run.calibration() == null ? "none" : run.calibration().toString();
  }

  private static String between(ScorePart first, ScorePart second) {
    return first.name() + " and " + second.name() + ": ";
  }

  /**
   * Refuses two files with the same input that are not shards, since both have all of its
   * conversations.
   */
  private static void checkInputsAreRead(List<ScorePart> parts) {
    Map<String, ScorePart> readers = new HashMap<>();
    for (ScorePart part : parts) {
      Set<String> own = new HashSet<>();
      for (RunManifest.InputEntry input : run(part).inputs()) {
        if (input.bytes() == 0 || !own.add(input.sha256())) {
          continue;
        }
        ScorePart earlier = readers.putIfAbsent(input.sha256(), part);
        if (earlier != null) {
          throw new InputException(
              between(earlier, part) + "both hold the scores of " + input.path());
        }
      }
    }
  }

  private static InputException mixed(ScorePart shard, List<ScorePart> parts) {
    ScorePart whole =
        parts.stream().filter(part -> run(part).shard() == null).findFirst().orElseThrow();
    return new InputException(
        shard.name()
            + " is shard "
            + run(shard).shard()
            + ", and "
            + whole.name()
            + " is not a shard; merge the shards first, then the result with the others");
  }

  /** The numbers of all shards that the files contain. */
  private static ShardNumbers numbers(List<ScorePart> shards) {
    ScorePart first = shards.get(0);
    int count = shard(first).count();
    Map<Integer, ScorePart> holders = new HashMap<>();
    for (ScorePart part : shards) {
      ShardNumbers held = shard(part);
      if (held.count() != count) {
        throw new InputException(
            between(first, part)
                + "shards "
                + run(first).shard()
                + " and "
                + run(part).shard()
                + " do not come from the same split");
      }
      if (!hashes(first).equals(hashes(part))) {
        throw new InputException(
            between(first, part) + "the inputs that these are shards of are not the same");
      }
      for (int number : held.numbers()) {
        ScorePart earlier = holders.putIfAbsent(number, part);
        if (earlier != null) {
          throw new InputException(
              between(earlier, part) + "both hold shard " + number + "/" + count);
        }
      }
    }
    return new ShardNumbers(new TreeSet<>(holders.keySet()), count);
  }

  /** The hashes of the inputs, whose names may differ between machines. */
  private static List<String> hashes(ScorePart part) {
    return run(part).inputs().stream().map(RunManifest.InputEntry::sha256).sorted().toList();
  }

  private static String described(ShardNumbers numbers) {
    SortedSet<Integer> missing = numbers.missing();
    if (missing.isEmpty()) {
      return "";
    }
    String named =
        missing.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return (missing.size() == 1 ? "shard " : "shards ")
        + named
        + (missing.size() > MOST_NAMED ? ", …" : "")
        + " of "
        + numbers.count()
        + (missing.size() == 1 ? " is missing" : " are missing");
  }
}

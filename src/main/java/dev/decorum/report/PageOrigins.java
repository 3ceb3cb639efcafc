package dev.decorum.report;

import dev.decorum.score.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts manifests into words: what was scored, by which model, and how. */
final class PageOrigins {
  /** Up to this number, inputs are shown unfolded. */
  private static final int FEW_INPUTS = 3;

  private PageOrigins() {}

  /** The origins of all sources; what all of them have in common is told once, before them. */
  static List<PageContent.Origin> of(List<ScoreSource> sources) {
    List<RunManifest> runs = new ArrayList<>();
    for (ScoreSource source : sources) {
      if (source.run() != null) {
        runs.add(source.run());
      }
    }
    List<PageContent.Fact> facts = List.of();
    List<PageContent.Fact> hashes = List.of();
    boolean demo = false;
    List<PageContent.Origin> origins = new ArrayList<>();
    if (runs.size() > 1) {
      facts = inCommon(runs, PageOrigins::facts);
      hashes = inCommon(runs, PageOrigins::hashes);
      demo = runs.stream().allMatch(run -> run.model().demo());
      if (!facts.isEmpty()) {
        origins.add(
            new PageContent.Origin(
                runs.size() == sources.size()
                    ? "All " + runs.size() + " sources"
                    : "The " + runs.size() + " sources with a manifest",
                true,
                demo,
                facts,
                hashes,
                List.of(),
                false));
      }
    }
    for (ScoreSource source : sources) {
      origins.add(of(source, facts, hashes, demo));
    }
    return origins;
  }

  private static List<PageContent.Fact> inCommon(
      List<RunManifest> runs, Function<RunManifest, List<PageContent.Fact>> facts) {
    List<PageContent.Fact> common = new ArrayList<>(facts.apply(runs.get(0)));
    runs.forEach(run -> common.retainAll(facts.apply(run)));
    return common;
  }

  /**
   * The origin of one source.
   *
   * @param facts what was told before of all sources
   * @param hashes likewise
   * @param demo whether it was told before that the model is the bundled demo
   */
  private static PageContent.Origin of(
      ScoreSource source,
      List<PageContent.Fact> facts,
      List<PageContent.Fact> hashes,
      boolean demo) {
    String name = SafeText.line(source.name());
    RunManifest run = source.run();
    if (run == null) {
      return new PageContent.Origin(name, false, false, List.of(), List.of(), List.of(), false);
    }
    List<PageContent.Fact> ownFacts = new ArrayList<>(facts(run));
    ownFacts.removeAll(facts);
    List<PageContent.Fact> ownHashes = new ArrayList<>(hashes(run));
    ownHashes.removeAll(hashes);
    return new PageContent.Origin(
        name,
        true,
        run.model().demo() && !demo,
        ownFacts,
        ownHashes,
        run.inputs().stream().map(PageOrigins::input).toList(),
        run.inputs().size() > FEW_INPUTS);
  }

  private static List<PageContent.Fact> facts(RunManifest run) {
    List<PageContent.Fact> facts = new ArrayList<>();
    add(facts, "model", run.model().name());
    add(facts, "credit", run.model().attribution());
    add(facts, "labels", labels(run.model()));
    add(facts, "baseline", run.baseline() == null ? "none" : String.valueOf(run.baseline()));
    if (run.model().notices() != null) {
      add(facts, "to know", String.join("; ", run.model().notices()));
    }
    add(facts, "window", window(run.window()));
    add(facts, "formatter", run.formatter().name());
    add(facts, "rows", rows(run.counts()));
    add(facts, "tokens", tokens(run.counts()));
    add(facts, "arithmetic", run.precision());
    add(facts, "device", run.device());
    add(facts, "time", NumberFormat.SECONDS.text(run.seconds()));
    add(facts, "seed", run.seed() == null ? null : String.valueOf(run.seed()));
    add(facts, "versions", versions(run));
    return facts;
  }

  /** The meaning of the outputs, and how it is known. */
  private static String labels(RunManifest.ModelEntry model) {
    return model.labelSource() == null
        ? "output " + model.appropriateLabel() + " is appropriate"
        : model.labelSource();
  }

  private static List<PageContent.Fact> hashes(RunManifest run) {
    List<PageContent.Fact> hashes = new ArrayList<>();
    run.model().sha256().forEach((file, hash) -> add(hashes, file, hash));
    add(hashes, "formatter", run.formatter().sha256());
    return hashes;
  }

  private static String window(RunManifest.WindowSettings window) {
    Integer history = window.history();
    String seen =
        history == null
            ? "all messages"
            : history == 1 ? "the last message" : "the last " + history + " messages";
    return seen
        + ", turns: "
        + window.turns()
        + ", at most "
        + NumberText.counted(window.maxTokens(), "token")
        + ", cut on the "
        + window.truncation();
  }

  private static String rows(RunManifest.CountsEntry counts) {
    return NumberText.count(counts.read())
        + " read, "
        + NumberText.count(counts.scored())
        + " scored, "
        + NumberText.count(counts.rejected())
        + " rejected"
        + (counts.inputsFailed() == 0
            ? ""
            : ", " + NumberText.counted(counts.inputsFailed(), "input") + " unusable");
  }

  private static String tokens(RunManifest.CountsEntry counts) {
    return NumberText.count(counts.tokens())
        + " read, "
        + NumberText.count(counts.tokensDropped())
        + " cut off";
  }

  private static String versions(RunManifest run) {
    String libraries =
        run.versions().entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", "));
    return "Decorum " + run.decorum() + (libraries.isEmpty() ? "" : ", " + libraries);
  }

  /** Adds a fact unless the manifest, which any program may have written, lacks it. */
  private static void add(List<PageContent.Fact> facts, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.add(fact(name, value));
    }
  }

  private static PageContent.Fact fact(String name, String value) {
    return new PageContent.Fact(SafeText.line(name), SafeText.line(value));
  }

  private static PageContent.Input input(RunManifest.InputEntry input) {
    return new PageContent.Input(
        SafeText.line(input.path()),
        NumberText.count(input.bytes()),
        SafeText.line(String.valueOf(input.sha256())));
  }
}

package dev.decorum.cli;

import dev.decorum.compare.ComparisonOptions.Pairing;
import dev.decorum.compare.Version;
import dev.decorum.report.Source;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the versions are, what they are called and whether their rows are paired. */
final class VersionFlags {
  private static final List<String> ENDINGS =
      List.of(".gz", ".zst", ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--names",
      paramLabel = "NAME",
      split = ",",
      description = "Names of the versions, in the order of the inputs (default: file names).")
  private List<String> names = List.of();

  @Option(
      names = "--pairing",
      paramLabel = "HOW",
      defaultValue = "auto",
      description =
          "id, none, or auto: by id where at least half of the smaller version's ids are in both"
              + " (default: ${DEFAULT-VALUE}).")
  private Pairing pairing = Pairing.AUTO;

  Pairing pairing() {
    return pairing;
  }

  /** Refuses a command line that names no two versions. */
  void check(List<String> inputs, List<String> by) {
    if (inputs.size() == 1 && by.isEmpty()) {
      throw wrong("name two inputs, or with one input the field that tells versions apart: --by");
    }
    if (!names.isEmpty() && inputs.size() == 1) {
      throw wrong("--names is for several inputs; with one, the versions are the values of --by");
    }
    checkNames(inputs);
  }

  /** Refuses names that do not fit the inputs. */
  void checkNames(List<String> inputs) {
    if (!names.isEmpty() && names.size() != inputs.size()) {
      throw wrong("--names has " + names.size() + " names for " + inputs.size() + " inputs");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw wrong("--names has the same name twice");
    }
  }

  /** The fields by which rows are looked at apart: one input spends the first on its versions. */
  List<String> sliceFields(List<String> inputs, List<String> by) {
    return inputs.size() == 1 ? by.subList(1, by.size()) : by;
  }

  /**
   * Gathers the rows of every version.
   *
   * @param sources receives where they came from
   */
  List<Version> gather(
      List<String> inputs,
      StatisticsFlags statistics,
      ScoreGathering gathering,
      List<Source> sources)
      throws IOException, InterruptedException {
    ScoreTable.Codebook codebook = new ScoreTable.Codebook(statistics.fields());
    List<Version> versions = new ArrayList<>();
    if (inputs.size() == 1) {
      ScoreTable table = new ScoreTable(codebook);
      gathering.expectRepeatedIds();
      sources.addAll(gathering.gather(inputs, table));
      String field = statistics.by().get(0);
      int unnamed = 0;
      for (int row = 0; row < table.size(); row++) {
        unnamed += table.code(field, row) == ScoreTable.NO_VALUE ? 1 : 0;
      }
      if (unnamed > 0) {
        gathering.notices().note(unnamed + " rows have no " + field + " and belong to no version");
      }
      for (Map.Entry<Integer, int[]> value : table.rowsByValue(field).entrySet()) {
        versions.add(
            new Version(
                codebook.values(field).text(value.getKey()),
                table.select(value.getValue()),
                inputNames(sources)));
      }
      return versions;
    }
    List<List<Source>> byVersion = new ArrayList<>();
    versions.addAll(ofInputs(inputs, codebook, gathering, byVersion));
    byVersion.forEach(sources::addAll);
    return versions;
  }

  /**
   * The versions without those that are too small to be compared, which are told. Of several
   * inputs, each was named to be compared; of one, its values are what they happen to be. All of
   * them where fewer than two would be left.
   */
  List<Version> largeEnough(List<String> inputs, List<Version> versions, Notices notices) {
    List<Version> large = versions.stream().filter(each -> each.table().size() > 1).toList();
    if (inputs.size() > 1 || large.size() < 2) {
      return versions;
    }
    for (Version version : versions) {
      if (!large.contains(version)) {
        notices.always(
            version.name() + " has only one row, too few to be compared, and is left out");
      }
    }
    if (!versions.get(0).equals(large.get(0))) {
      notices.always("the others are compared with " + large.get(0).name());
    }
    return large;
  }

  /**
   * Gathers the rows of every input, each of which is a version by itself.
   *
   * @param sources receives where they came from, by version
   */
  List<Version> ofInputs(
      List<String> inputs,
      ScoreTable.Codebook codebook,
      ScoreGathering gathering,
      List<List<Source>> sources)
      throws IOException, InterruptedException {
    List<String> named = names.isEmpty() ? namesOf(inputs) : names;
    List<ScoreTable> tables = inputs.stream().map(input -> new ScoreTable(codebook)).toList();
    sources.addAll(gathering.gatherEach(inputs.stream().map(List::of).toList(), tables));
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      versions.add(new Version(named.get(i), tables.get(i), inputNames(sources.get(i))));
    }
    return versions;
  }

  /** File names without folders, of which the ids of rows without an id are made. */
  private static Set<String> inputNames(List<Source> sources) {
    Set<String> inputNames = new LinkedHashSet<>();
    for (Source source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        run.inputs().forEach(input -> inputNames.add(lastPart(input.path())));
      }
    }
    return inputNames;
  }

  /**
   * What is left of the inputs' names without folders and endings, or all of them if that clashes.
   */
  private static List<String> namesOf(List<String> inputs) {
    List<String> shortNames = inputs.stream().map(VersionFlags::stem).toList();
    if (new HashSet<>(shortNames).size() == inputs.size()) {
      return shortNames;
    }
    if (new HashSet<>(inputs).size() == inputs.size()) {
      return inputs;
    }
    List<String> numbered = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      numbered.add(inputs.get(i) + " (" + (i + 1) + ")");
    }
    return numbered;
  }

  private static String stem(String input) {
    String name = lastPart(input);
    for (String ending : ENDINGS) {
      if (name.endsWith(ending) && name.length() > ending.length()) {
        name = name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  private static String lastPart(String path) {
    try {
      Path name = Path.of(path).getFileName();
      return name == null ? path : name.toString();
    } catch (InvalidPathException e) {
      return path; // from a manifest that another system wrote
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

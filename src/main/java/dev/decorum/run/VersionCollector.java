package dev.decorum.run;

import dev.decorum.compare.Version;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.NumberText;
import dev.decorum.report.ScoreSource;
import dev.decorum.score.RunManifest;
import dev.decorum.score.ScoreTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the rows of versions, which are inputs or the values of a field. */
final class VersionCollector {
  private final List<String> inputs;
  private final VersionRequest request;
  private final ScoreCollector collector;
  private final ScoreTable.Codebook codebook;
  private final RunListener listener;

  /**
   * @param fields the fields that are read from every row
   */
  VersionCollector(
      List<String> inputs,
      VersionRequest request,
      Set<String> fields,
      ScoreCollector collector,
      RunListener listener) {
    this.inputs = inputs;
    this.request = request;
    this.collector = collector;
    this.codebook = new ScoreTable.Codebook(fields);
    this.listener = listener;
  }

  /**
   * The versions, where each input is one.
   *
   * @param sources receives the sources of each version
   */
  List<Version> ofInputs(List<List<ScoreSource>> sources) throws IOException, InterruptedException {
    List<String> named = request.names().isEmpty() ? VersionNames.of(inputs) : request.names();
    List<ScoreTable> tables = inputs.stream().map(input -> new ScoreTable(codebook)).toList();
    sources.addAll(collector.collectEach(inputs.stream().map(List::of).toList(), tables));
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      versions.add(new Version(named.get(i), tables.get(i), inputNames(sources.get(i))));
    }
    return versions;
  }

  /**
   * The versions in all inputs, where each value of a field is one.
   *
   * @param sources receives the sources of the rows
   * @throws InputException if no row has a value, though all inputs could be read
   */
  List<Version> ofField(String field, List<ScoreSource> sources)
      throws IOException, InterruptedException {
    ScoreTable table = new ScoreTable(codebook);
    collector.expectRepeatedIds();
    sources.addAll(collector.collect(inputs, table));
    int unnamed = 0;
    for (int row = 0; row < table.size(); row++) {
      unnamed += table.code(field, row) == ScoreTable.NO_VALUE ? 1 : 0;
    }
    if (unnamed > 0) {
      listener.note(
          NumberText.count(unnamed)
              + (unnamed == 1
                  ? " row has no " + field + " and belongs to no version"
                  : " rows have no " + field + " and belong to no version"));
    }
    if (unnamed == table.size() && collector.rejects().inputs() == 0) {
      throw new InputException(
          String.join(" ", inputs)
              + (unnamed == 0
                  ? ": has no row that could be used, so there is nothing to compare"
                  : ": no row has a value in the field '"
                      + field
                      + "', so there are no versions; --by names the field whose values are the"
                      + " versions (a score file has those that were kept: decorum score --keep "
                      + field
                      + "), or else give a file for each version"));
    }
    List<Version> versions = new ArrayList<>();
    for (Map.Entry<Integer, int[]> value : table.rowsByValue(field).entrySet()) {
      versions.add(
          new Version(
              codebook.values(field).text(value.getKey()),
              table.select(value.getValue()),
              inputNames(sources)));
    }
    return versions;
  }

  /**
   * The versions without those that are too small to be compared, of which it warns. Returns all
   * versions if each is an input of its own, since the user asked for them by name, or if fewer
   * than two would be left.
   */
  List<Version> largeEnough(List<Version> versions) {
    List<Version> large = versions.stream().filter(each -> each.table().size() > 1).toList();
    if (inputs.size() > 1 || large.size() < 2) {
      return versions;
    }
    for (Version version : versions) {
      if (!large.contains(version)) {
        listener.warning(
            version.name() + " has only one row, too few to be compared, and is left out");
      }
    }
    if (!versions.get(0).equals(large.get(0))) {
      listener.warning("the others are compared with " + large.get(0).name());
    }
    return large;
  }

  /** File names without folders, as in the ids that rows without an id are given. */
  private static Set<String> inputNames(List<ScoreSource> sources) {
    Set<String> inputNames = new LinkedHashSet<>();
    for (ScoreSource source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        run.inputs().forEach(input -> inputNames.add(VersionNames.lastPart(input.path())));
      }
    }
    return inputNames;
  }
}

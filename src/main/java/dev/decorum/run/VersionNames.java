package dev.decorum.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Names versions that the user has not named. */
final class VersionNames {
  private static final List<String> ENDINGS =
      List.of(".gz", ".zst", ".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet");

  private VersionNames() {}

  /** The inputs' names without folders and extensions, or in full if those would be ambiguous. */
  static List<String> of(List<String> inputs) {
    List<String> shortNames = inputs.stream().map(VersionNames::stem).toList();
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

  /** A file's name without its folder. */
  static String lastPart(String path) {
    try {
      Path name = Path.of(path).getFileName();
      return name == null ? path : name.toString();
    } catch (InvalidPathException e) {
      return path; // from a manifest written on another system
    }
  }
}

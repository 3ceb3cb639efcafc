package dev.decorum.doctor;

import dev.decorum.read.text.NearestNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Configuration, the environment and the locale. */
final class Settings {
  /** Variables of the launcher and of the program that are no options. */
  private static final List<String> OWN =
      List.of(
          "DECORUM_CACHE_DIR",
          "DECORUM_CONFIG",
          "DECORUM_CUDA",
          "DECORUM_NO_ARCHIVE",
          "DECORUM_NO_CONFIG",
          "DECORUM_OPTS");

  private Settings() {}

  static Symptom files(Patient patient) {
    if (patient.configurationProblem() != null) {
      return Symptom.problem(
          "configuration", patient.configurationProblem(), "decorum config --path lists the files");
    }
    return Symptom.ok(
        "configuration",
        patient.configuration().isEmpty()
            ? "no files; options have their usual values"
            : String.join(", ", patient.configuration()) + " (decorum config shows what is set)");
  }

  /** Variables that look like ours but are not. */
  static Symptom variables(Map<String, String> environment, Set<String> options) {
    Set<String> known = new TreeSet<>(OWN);
    known.addAll(options);
    List<String> set = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith("DECORUM_")) {
        (known.contains(name) ? set : unknown).add(name);
      }
    }
    if (unknown.isEmpty()) {
      return Symptom.ok(
          "environment", set.isEmpty() ? "no variable sets an option" : String.join(", ", set));
    }
    List<String> near = NearestNames.nearest(unknown.get(0), known);
    return Symptom.note(
        "environment",
        unknown.get(0) + " is the name of no option",
        near.isEmpty() ? "unset " + unknown.get(0) : "did you mean " + near.get(0) + "?");
  }

  /**
   * Whether names of files can be read.
   *
   * @param charset the one that Java reads them in
   */
  static Symptom charset(String charset) {
    return charset.equalsIgnoreCase("UTF-8")
        ? Symptom.ok("names of files", "are read in UTF-8")
        : Symptom.problem(
            "names of files",
            "are read in " + charset + ", so files with other letters in their names are not found",
            "export LC_ALL=C.UTF-8");
  }
}

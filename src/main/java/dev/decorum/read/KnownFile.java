package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Files that are given where conversations are due and hold none: those that Decorum writes, and
 * those of models. They are told by the names of their fields.
 */
final class KnownFile {
  private static final int LARGEST_MANIFEST = 1 << 24;
  private static final int MOST_INPUTS = 3;

  /**
   * @param fields the names that it has, whatever others it has
   * @param message what it is, and what to do with it; NAME stands for its name
   */
  private record Kind(Set<String> fields, String message) {}

  private static final String MODEL_FILE =
      "this is a file of a model, not conversations; name the model's folder with -m, and"
          + " conversations as the input";

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              Set.of("file", "line", "column", "reason", "raw"),
              "these are rows that were rejected, with the reasons; mend them in the files that they"
                  + " came from, which the field \"file\" names"),
          new Kind(
              Set.of("group", "rank", "margin", "appropriate_probability"),
              "this is a ranking that decorum rank wrote, not conversations"),
          new Kind(
              Set.of("id", "appropriate_probability"),
              "this is a score file, not conversations; decorum report NAME reads it"),
          new Kind(
              Set.of("run", "scores", "sha256"),
              "this is the manifest of a run, not conversations; its field \"inputs\" names them"),
          new Kind(
              Set.of("sources", "mismatches", "options"), "this is a report, not conversations"),
          new Kind(
              Set.of("method", "slope", "intercept"),
              "this is a calibration, not conversations; give it with --calibrated NAME"),
          new Kind(Set.of("architectures"), MODEL_FILE),
          new Kind(Set.of("model_type", "vocab_size"), MODEL_FILE),
          new Kind(Set.of("added_tokens", "pre_tokenizer", "model"), MODEL_FILE),
          new Kind(Set.of("eos_token", "bos_token"), MODEL_FILE),
          new Kind(Set.of("peft_type"), MODEL_FILE));

  private KnownFile() {}

  /** What the file is, as the end of a sentence; empty if it is not known. */
  static String described(String name, Set<String> fields) {
    for (Kind kind : KINDS) {
      if (fields.containsAll(kind.fields())) {
        return kind.message().replace("NAME", name) + inputs(name);
      }
    }
    if (name.toLowerCase(Locale.ROOT).endsWith(".py")) {
      return "this is a Python program, not data; run it, and save what it gives as JSON Lines";
    }
    return "";
  }

  /** Whether these are the fields of a rejects file, which look like those of conversations. */
  static boolean isRejects(Set<String> fields) {
    return fields.equals(KINDS.get(0).fields());
  }

  /** What the file was made from, if a manifest beside it says so. */
  private static String inputs(String name) {
    List<String> paths = new ArrayList<>();
    try {
      Path manifest = Path.of(name + ".manifest.json");
      if (!Files.isRegularFile(manifest) || Files.size(manifest) > LARGEST_MANIFEST) {
        return "";
      }
      JsonNode inputs = new ObjectMapper().readTree(manifest.toFile()).path("run").path("inputs");
      inputs.forEach(input -> paths.add(input.path("path").asText()));
    } catch (IOException | InvalidPathException e) {
      return "";
    }
    if (paths.isEmpty()) {
      return "";
    }
    return "; it was made from "
        + paths.stream().limit(MOST_INPUTS).collect(Collectors.joining(", "))
        + (paths.size() > MOST_INPUTS ? " and " + (paths.size() - MOST_INPUTS) + " more" : "");
  }
}

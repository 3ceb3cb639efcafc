package dev.decorum.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says which label of a model means appropriate. */
final class LabelFlags {

  @Option(
      names = "--appropriate-label",
      paramLabel = "LABEL",
      description = {
        "The label of the model that means appropriate, by its name in config.json or its number"
            + " from 0. Needed if the names do not tell; decorum.json can set it as"
            + " appropriate_label."
      })
  private @Nullable String label;

  /** The label as typed; null if none was. */
  @Nullable String label() {
    return label;
  }
}

package dev.decorum.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says which label of a model means appropriate. */
final class LabelFlags {

  @Option(
      names = "--appropriate-label",
      paramLabel = "LABEL",
      description = {
        "Which label of the model stands for appropriate, by its name in config.json or its number"
            + " from 0. Needed where the names do not say it; decorum.json can hold it as"
            + " appropriate_label."
      })
  private @Nullable String label;

  /** The label as typed; null if none was. */
  @Nullable String label() {
    return label;
  }
}

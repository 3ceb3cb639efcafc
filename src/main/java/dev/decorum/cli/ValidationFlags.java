package dev.decorum.cli;

import dev.decorum.run.ValidationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags for the conversations by which checkpoints are compared. */
final class ValidationFlags {

  @Option(
      names = "--validation",
      paramLabel = "FILE",
      split = ",",
      description = {
        "Labelled conversations that are not trained on, by which checkpoints are compared. May be"
            + " repeated."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--validation-share",
      paramLabel = "P",
      description =
          "Set aside this share of the input instead, as in 0.1; always the same rows for a seed.")
  private @Nullable Double share;

  @Option(
      names = "--group",
      paramLabel = "FIELD",
      description =
          "Keep conversations with the same value of FIELD, such as user_id, on one side.")
  private @Nullable String group;

  ValidationRequest request() {
    return new ValidationRequest(inputs, share, group);
  }
}

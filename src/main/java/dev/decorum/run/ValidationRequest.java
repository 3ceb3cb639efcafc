package dev.decorum.run;

import dev.decorum.failure.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conversations by which checkpoints are compared.
 *
 * @param inputs files of their own; empty to set a share of the training data aside
 * @param share the share that is set aside, inside (0, 1); null with files
 * @param group the field whose values are on one side only, such as {@code user_id}; null for none
 */
public record ValidationRequest(
    List<String> inputs, @Nullable Double share, @Nullable String group) {

  public ValidationRequest {
    inputs = List.copyOf(inputs);
    if (!inputs.isEmpty() && share != null) {
      throw new UsageException(
          "--validation and --validation-share exclude each other: conversations are either in a file"
              + " of their own or set aside from the others");
    }
    if (inputs.isEmpty() && share == null) {
      throw new UsageException(
          "checkpoints are compared on conversations that are not trained on: give them with"
              + " --validation FILE, or set some aside with --validation-share 0.1");
    }
    if (share != null && !(share > 0 && share < 1)) {
      throw new UsageException(
          "--validation-share must be a number between 0 and 1, not " + PlainNumber.of(share));
    }
    if (inputs.contains("-")) {
      throw new UsageException("--validation: standard input cannot be read twice; give a file");
    }
  }

  /** The fields that have to be kept. */
  List<String> fields() {
    return group == null ? List.of() : List.of(group);
  }
}

package dev.decorum.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which replies compete, and by what they are looked at apart. */
final class RankFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--group",
      paramLabel = "FIELD",
      description =
          "Rows with the same value in FIELD (context_id, ...) end with replies to the same"
              + " context. Not needed where a row holds all of them.")
  private @Nullable String group;

  @Option(names = "--best-of", description = "Write only the best reply to each context.")
  private boolean bestOf;

  @Option(
      names = "--by",
      paramLabel = "FIELD",
      split = ",",
      description =
          "Say how often each value of FIELD (bot_version, ...) gives the best reply, and agrees"
              + " with people. May be repeated.")
  private List<String> by = List.of();

  @Option(
      names = "--cluster",
      paramLabel = "FIELD",
      split = ",",
      description =
          "Contexts with the same value in FIELD (user_id, ...) hang together. One field, or two"
              + " (default: every context stands alone).")
  private List<String> cluster = List.of();

  @Nullable String group() {
    return group;
  }

  boolean isBestOf() {
    return bestOf;
  }

  List<String> by() {
    return new ArrayList<>(new LinkedHashSet<>(by));
  }

  List<String> cluster() {
    if (cluster.size() > 2 || new LinkedHashSet<>(cluster).size() < cluster.size()) {
      throw new ParameterException(
          command.commandLine(), "--cluster takes one field, or two different ones");
    }
    return cluster;
  }

  /** Fields that are looked at in every row, besides those that are kept for the output. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>(cluster());
    fields.addAll(by);
    return fields;
  }
}

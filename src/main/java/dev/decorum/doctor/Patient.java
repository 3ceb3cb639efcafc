package dev.decorum.doctor;

import dev.decorum.model.ModelBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is examined.
 *
 * @param version of this program
 * @param environment the environment variables
 * @param variables the names of those that set options
 * @param model opens the model that would be used
 * @param appropriateLabel the label that was asked for; null for none
 * @param store a store to look into; null for none
 * @param configuration the configuration files that are read
 * @param configurationProblem why they cannot be; null if they can
 */
public record Patient(
    String version,
    Map<String, String> environment,
    Set<String> variables,
    Supplier<ModelBundle> model,
    @Nullable String appropriateLabel,
    @Nullable Path store,
    List<String> configuration,
    @Nullable String configurationProblem) {
  public Patient {
    Objects.requireNonNull(version);
    environment = Map.copyOf(environment);
    variables = Set.copyOf(variables);
    Objects.requireNonNull(model);
    configuration = List.copyOf(configuration);
  }
}

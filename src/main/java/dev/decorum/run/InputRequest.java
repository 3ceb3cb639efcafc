package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.inspect.Inspection;
import dev.decorum.inspect.Inspector;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputFile;
import dev.decorum.read.bytes.InputFiles;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is read, and how.
 *
 * @param inputs files, directories, globs or {@code -} for standard input
 * @param options how they are to be understood
 * @param limit how many rows at most, from 0
 * @param standardInput what {@code -} stands for
 */
public record InputRequest(
    List<String> inputs, InputOptions options, long limit, InputStream standardInput) {
  public InputRequest {
    inputs = List.copyOf(inputs);
    Objects.requireNonNull(options);
    Objects.requireNonNull(standardInput);
    if (limit < 0) {
      throw new UsageException("--limit must not be negative");
    }
  }

  /** The files behind the inputs, by name. */
  List<String> files() {
    return InputFiles.files(inputs).stream().map(InputFile::name).toList();
  }

  /** Names of the inputs without their folders, for a title. */
  String title() {
    return inputs.stream()
        .map(input -> input.substring(input.lastIndexOf('/') + 1))
        .collect(Collectors.joining(", "));
  }

  /**
   * Opens the inputs.
   *
   * @param further fields to keep besides those that were asked for
   * @param replies whether each of several replies of a chat is read as one of its own
   */
  ConversationSource open(Collection<String> further, boolean replies, RunListener listener) {
    return ConversationSource.open(
        inputs, keeping(further).withSwipes(replies), standardInput, listener.ofInputs());
  }

  /** Opens the inputs as they are. */
  ConversationSource open(RunListener listener) {
    return open(List.of(), false, listener);
  }

  /** Opens other inputs in the same way; {@code -} is no input here. */
  ConversationSource openOthers(
      List<String> others, Collection<String> further, InputStream in, RunListener listener) {
    return ConversationSource.open(others, keeping(further), in, listener.ofInputs());
  }

  /**
   * Finds out how the inputs are understood.
   *
   * @param id of the conversation that is shown; null for the first
   */
  public Inspection inspect(@Nullable String id) throws IOException {
    Inspector inspector = new Inspector(options.layout());
    try (ConversationSource source =
        ConversationSource.open(inputs, options, standardInput, inspector, inspector)) {
      return inspector.inspect(source, limit, id);
    }
  }

  private InputOptions keeping(Collection<String> further) {
    Set<String> kept = new LinkedHashSet<>(options.keep());
    kept.addAll(further);
    return options.withKeep(List.copyOf(kept));
  }
}

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
 * The inputs of a run and how they are read.
 *
 * @param inputs files, directories, globs or {@code -} for standard input
 * @param options how they are to be understood
 * @param limit the largest number of rows, at least 0
 * @param standardInput the stream that {@code -} names
 */
public record InputRequest(
    List<String> inputs, InputOptions options, long limit, InputStream standardInput) {
  public InputRequest {
    inputs = List.copyOf(inputs);
    Objects.requireNonNull(options);
    Objects.requireNonNull(standardInput);
    if (inputs.isEmpty()) {
      throw new UsageException(
          "an input is needed: files, folders, globs, or - for standard input");
    }
    if (limit < 0) {
      throw new UsageException("--limit must not be negative");
    }
  }

  /** The names of the files that the inputs stand for. */
  List<String> files() {
    return InputFiles.files(inputs).stream().map(InputFile::name).toList();
  }

  /** The names of the inputs without their folders, for a title. */
  String title() {
    return inputs.stream()
        .map(input -> input.substring(input.lastIndexOf('/') + 1))
        .collect(Collectors.joining(", "));
  }

  /**
   * Opens the inputs.
   *
   * @param further fields to keep in addition to those that were asked for
   * @param replies whether each of several replies is read as a conversation of its own
   */
  ConversationSource open(Collection<String> further, boolean replies, RunListener listener) {
    return ConversationSource.open(
        inputs, keeping(further).withSwipes(replies), standardInput, listener.ofInputs());
  }

  /** Opens the inputs without further fields or replies. */
  ConversationSource open(RunListener listener) {
    return open(List.of(), false, listener);
  }

  /** Opens other inputs in the same way; {@code -} is not allowed here. */
  ConversationSource openOthers(
      List<String> others, Collection<String> further, InputStream in, RunListener listener) {
    return ConversationSource.open(others, keeping(further), in, listener.ofInputs());
  }

  /**
   * Finds out how the inputs are understood.
   *
   * @param id the id of the conversation that is shown; null for the first
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

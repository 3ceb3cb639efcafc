package dev.decorum.model.onnx;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What linear layers of a network read: the same numbers of every token.
 *
 * @param readers the layers that read it, in their order
 * @param observed one of them that reads it for all tokens; {@code null} where only the tokens that
 *     are classified come so far, which are too few to tell its range
 * @param source what it comes from
 */
public record LayerInput(List<LinearLayer> readers, @Nullable LinearLayer observed, Source source) {

  /** What computes an input, which decides whether its channels can be scaled there. */
  public sealed interface Source {

    /**
     * A norm with weight and bias.
     *
     * @param name of the norm
     */
    record Norm(String name) implements Source {}

    /**
     * Attention, which mixes values linearly and channel by channel.
     *
     * @param values the layer that the values come from
     */
    record Attention(LinearLayer values) implements Source {}

    /** A function that is not linear. */
    record Activation() implements Source {}
  }

  public LayerInput {
    readers = List.copyOf(readers);
    Objects.requireNonNull(source);
    if (readers.isEmpty() || (observed != null && !readers.contains(observed))) {
      throw new IllegalArgumentException("not read: " + source);
    }
  }
}

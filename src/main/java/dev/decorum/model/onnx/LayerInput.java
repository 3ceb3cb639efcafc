package dev.decorum.model.onnx;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An input that one or more linear layers of a network read.
 *
 * @param readers the layers that read it, in order
 * @param observed one of the layers, which reads it for all tokens; {@code null} if it is computed
 *     only for classified tokens, which are too few to find its range
 * @param source the operation that computes it
 */
public record LayerInput(List<LinearLayer> readers, @Nullable LinearLayer observed, Source source) {

  /**
   * The operation that computes an input, which decides whether its channels can be scaled there.
   */
  public sealed interface Source {

    /**
     * A norm with weight and bias.
     *
     * @param name the name of the norm
     */
    record Norm(String name) implements Source {}

    /**
     * Attention, which mixes values linearly and channel by channel.
     *
     * @param values the layer that computes the values
     */
    record Attention(LinearLayer values) implements Source {}

    /** A nonlinear function. */
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

package dev.decorum.train.torch;

import dev.decorum.train.Learner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights of a network, their gradients and the moments of AdamW, each as one flat float32
 * tensor in which every parameter has its place. So clearing, updating and saving are done to one
 * tensor, in blocks that fit a processor's cache.
 *
 * <p>The parameters that weight decay shrinks come first: all but biases and the weights of layer
 * norms.
 */
final class FlatParameters implements AutoCloseable {

  private record Place(long offset, Tensor weight, Tensor gradient) {}

  private final List<Learner.Parameter> parameters;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final TensorVector leaves = new TensorVector();
  private final Tensor weights;
  private final Tensor gradients;
  private final Tensor firstMoments;
  private final Tensor secondMoments;
  private final long size;
  private final long decayed;

  FlatParameters(List<Learner.Parameter> parameters, TorchDevice device) {
    this.parameters = List.copyOf(parameters);
    this.size = parameters.stream().mapToLong(Learner.Parameter::size).sum();
    weights = zeros(device);
    gradients = zeros(device);
    firstMoments = zeros(device);
    secondMoments = zeros(device);
    long offset = 0;
    List<Learner.Parameter> ordered = new ArrayList<>();
    parameters.stream().filter(FlatParameters::decays).forEach(ordered::add);
    decayed = ordered.stream().mapToLong(Learner.Parameter::size).sum();
    parameters.stream().filter(parameter -> !decays(parameter)).forEach(ordered::add);
    for (Learner.Parameter parameter : ordered) {
      long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
      Tensor weight = weights.narrow(0, offset, parameter.size()).view(shape).detach();
      weight.set_requires_grad(true);
      Tensor gradient = gradients.narrow(0, offset, parameter.size()).view(shape);
      weight.mutable_grad().put(gradient);
      places.put(parameter.name(), new Place(offset, weight, gradient));
      leaves.push_back(weight);
      offset += parameter.size();
    }
  }

  private Tensor zeros(TorchDevice device) {
    return device.place(torch.zeros(size));
  }

  /** Hugging Face's Trainer spares biases and the weights of layer norms. */
  private static boolean decays(Learner.Parameter parameter) {
    return !parameter.name().endsWith("bias") && !parameter.name().contains("ln_");
  }

  List<Learner.Parameter> parameters() {
    return parameters;
  }

  /** The number of all elements. */
  long size() {
    return size;
  }

  /** The number of elements, from the first, that weight decay shrinks. */
  long decayed() {
    return decayed;
  }

  /** All parameters as leaves of the graph that gradients are computed with. */
  TensorVector leaves() {
    return leaves;
  }

  Tensor gradients() {
    return gradients;
  }

  /** A parameter in its shape. */
  Tensor weight(String name) {
    return place(name).weight();
  }

  private Place place(String name) {
    return Objects.requireNonNull(places.get(name), name);
  }

  /** One part of all parameters, flat. */
  Tensor flat(Learner.Part part) {
    return switch (part) {
      case WEIGHT -> weights;
      case FIRST_MOMENT -> firstMoments;
      case SECOND_MOMENT -> secondMoments;
    };
  }

  /** Where a parameter begins in the flat tensors. */
  long offset(Learner.Parameter parameter) {
    return place(parameter.name()).offset();
  }

  @Override
  public void close() {
    leaves.close();
    for (Place place : places.values()) {
      place.weight().close();
      place.gradient().close();
    }
    for (Tensor tensor : List.of(weights, gradients, firstMoments, secondMoments)) {
      tensor.close();
    }
  }
}

package dev.decorum.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A network that is being trained: its weights, their gradients, and the state of the optimizer. It
 * belongs to one thread.
 */
public interface Learner extends AutoCloseable {

  /**
   * A tensor of the network.
   *
   * @param name without the architecture's prefix, such as {@code wte.weight}
   * @param shape its dimensions
   */
  record Parameter(String name, List<Long> shape) {
    public Parameter {
      shape = List.copyOf(shape);
    }

    /** The number of its elements. */
    public long size() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /** The numbers that are kept for every element of a parameter, in float32. */
  enum Part {
    /** The weight itself. */
    WEIGHT,
    /** The moving average of its gradients, {@code exp_avg} of PyTorch's AdamW. */
    FIRST_MOMENT,
    /** The moving average of the squares of its gradients, {@code exp_avg_sq}. */
    SECOND_MOMENT
  }

  /**
   * How well a batch is predicted.
   *
   * @param loss the sum of the cross-entropies of all predictions, in nats
   * @param right the number of predictions whose highest output is the right one
   * @param count the number of predictions
   */
  record Quality(double loss, long right, long count) {}

  /** All parameters, in the order of the checkpoint. */
  List<Parameter> parameters();

  /**
   * Computes the mean loss of a batch and adds its gradients, times {@code share}, to those since
   * the last {@link #update}.
   *
   * @param share the share of the batch in an update, one over the number of accumulated batches
   * @param seed decides what dropout leaves out
   * @return the mean cross-entropy of the batch in nats, with label smoothing if there is any
   */
  double accumulate(Batch batch, double share, long seed);

  /**
   * Clips the gradients, updates the weights, and clears the gradients.
   *
   * @return the norm of all gradients before they were clipped
   */
  double update(double learningRate);

  /**
   * Computes the outputs for a batch without dropout.
   *
   * @return the outputs of each window, row-major
   */
  float[] outputs(Batch batch);

  /** Evaluates a batch without dropout and label smoothing: one prediction for each window. */
  default Quality evaluate(Batch batch) {
    float[] outputs = outputs(batch);
    int width = outputs.length / batch.size();
    double loss = 0;
    long right = 0;
    for (int i = 0; i < batch.size(); i++) {
      int label = batch.examples().get(i).label();
      loss += Outputs.crossEntropy(outputs, i * width, width, label);
      right += Outputs.highest(outputs, i * width, width) == label ? 1 : 0;
    }
    return new Quality(loss, right, batch.size());
  }

  /** Writes one part of a parameter as little-endian float32. */
  void write(Parameter parameter, Part part, OutputStream out) throws IOException;

  /** Reads one part of a parameter as {@link #write} writes it. */
  void read(Parameter parameter, Part part, InputStream in) throws IOException;

  /** The number of updates so far, by which AdamW corrects its averages. */
  long updates();

  /** Sets the number of updates, of a checkpoint that is read. */
  void setUpdates(long updates);

  /** The factor of losses in float16, which keeps small gradients from vanishing; 1 elsewhere. */
  default double lossScale() {
    return 1;
  }

  /** Sets the factor of losses, of a checkpoint that is read. */
  default void setLossScale(double scale) {}

  @Override
  void close();
}

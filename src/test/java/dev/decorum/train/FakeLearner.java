package dev.decorum.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToDoubleFunction;

/**
 * A learner of three numbers that writes down what it is asked for. Its losses and outputs follow
 * from its numbers and the seeds, unless a test says what they are.
 */
class FakeLearner implements Learner {
  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("wte.weight", List.of(2L)), new Parameter("score.weight", List.of(1L, 1L)));

  private final Map<Part, float[]> numbers = new EnumMap<>(Part.class);
  private final List<String> calls = new ArrayList<>();
  private LongToDoubleFunction loss = updates -> Double.NEGATIVE_INFINITY;
  private LongToDoubleFunction gap = updates -> Double.NEGATIVE_INFINITY;
  private LongToDoubleFunction norm = updates -> 1.5;
  private double gradient;
  private long updates;
  private double scale = 1;

  FakeLearner() {
    for (Part part : Part.values()) {
      numbers.put(part, new float[3]);
    }
  }

  /** The loss of each batch by the number of updates before it. */
  FakeLearner losses(LongToDoubleFunction byUpdates) {
    loss = byUpdates;
    return this;
  }

  /** By how much output 1 is above output 0 in evaluations, by the number of updates. */
  FakeLearner gaps(LongToDoubleFunction byUpdates) {
    gap = byUpdates;
    return this;
  }

  /** The norm of the gradients by the number of updates before. */
  FakeLearner norms(LongToDoubleFunction byUpdates) {
    norm = byUpdates;
    return this;
  }

  /** The calls so far, as text. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  private float[] of(Part part) {
    return Objects.requireNonNull(numbers.get(part));
  }

  @Override
  public List<Parameter> parameters() {
    return PARAMETERS;
  }

  @Override
  public double accumulate(Batch batch, double share, long seed) {
    calls.add("batch " + batch.examples() + " share " + share + " seed " + seed);
    gradient += share * (batch.length() + (seed & 7));
    double asked = loss.applyAsDouble(updates);
    return asked == Double.NEGATIVE_INFINITY
        ? 1 + Math.abs(of(Part.WEIGHT)[0]) + (seed & 3) / 8.0
        : asked;
  }

  @Override
  public double update(double learningRate) {
    calls.add("update " + learningRate);
    double result = norm.applyAsDouble(updates);
    updates++;
    for (int i = 0; i < 3; i++) {
      of(Part.FIRST_MOMENT)[i] += (float) gradient / (i + 1);
      of(Part.SECOND_MOMENT)[i] += (float) (gradient * gradient);
      of(Part.WEIGHT)[i] -= (float) (learningRate * of(Part.FIRST_MOMENT)[i]);
    }
    gradient = 0;
    return result;
  }

  @Override
  public float[] outputs(Batch batch) {
    calls.add("outputs " + batch.examples());
    float[] outputs = new float[2 * batch.size()];
    double asked = gap.applyAsDouble(updates);
    for (int i = 0; i < batch.size(); i++) {
      outputs[2 * i + 1] =
          asked == Double.NEGATIVE_INFINITY ? of(Part.WEIGHT)[2] * (i + 1) : (float) asked;
    }
    return outputs;
  }

  private static int offset(Parameter parameter) {
    return PARAMETERS.indexOf(parameter) * 2;
  }

  @Override
  public void write(Parameter parameter, Part part, OutputStream out) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) parameter.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(of(part), offset(parameter), (int) parameter.size());
    out.write(bytes.array());
  }

  @Override
  public void read(Parameter parameter, Part part, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes((int) parameter.size() * Float.BYTES);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(of(part), offset(parameter), (int) parameter.size());
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void setUpdates(long updates) {
    this.updates = updates;
  }

  @Override
  public double lossScale() {
    return scale;
  }

  @Override
  public void setLossScale(double scale) {
    this.scale = scale;
  }

  @Override
  public void close() {}
}

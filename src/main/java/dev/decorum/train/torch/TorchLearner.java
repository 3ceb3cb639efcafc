package dev.decorum.train.torch;

import dev.decorum.model.Network;
import dev.decorum.train.Batch;
import dev.decorum.train.Example;
import dev.decorum.train.Learner;
import dev.decorum.train.LearnerOptions;
import dev.decorum.train.LossScale;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.TrainingException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Trains a network with libtorch, on a CPU or a GPU. */
public final class TorchLearner implements Learner {
  /** Of {@code at::Reduction}. */
  private static final int MEAN = 1;

  /** Of {@code at::Reduction}. */
  private static final int SUM = 2;

  /** A label that {@code cross_entropy} leaves out. */
  private static final int IGNORED = -100;

  /** From this width on, the threads of the matrix library are worth their while. */
  private static final int SHARED_WIDTH = 256;

  /** Floats that are copied at once. */
  private static final int CHUNK = 1 << 18;

  private final LearnerOptions options;
  private final TorchDevice device;
  private final FlatParameters flat;
  private final TorchModule module;
  private final AdamW optimizer;
  private final LossScale scale = new LossScale();
  private final boolean scaled;
  private final boolean language;

  private TorchLearner(
      Network network, int outputs, boolean language, LearnerOptions options, TorchDevice device) {
    this.options = options;
    this.language = language;
    this.device = device;
    this.scaled = options.mixedPrecision() == MixedPrecision.FP16;
    this.flat =
        new FlatParameters(
            network.tensors(outputs).entrySet().stream()
                .filter(tensor -> !language || !tensor.getKey().startsWith(Network.HEAD))
                .map(tensor -> new Parameter(tensor.getKey(), tensor.getValue()))
                .toList(),
            device);
    this.module = TorchModules.of(network, options.dropout(), flat);
    this.optimizer = new AdamW(options.adam(), flat, device);
  }

  /**
   * Makes a learner whose weights are all 0.
   *
   * @param outputs the number of outputs of the network
   * @throws TrainingException if the network, libtorch or the device cannot be used, or memory is
   *     too small
   */
  public static TorchLearner open(Network network, int outputs, LearnerOptions options) {
    return open(network, outputs, false, options);
  }

  /**
   * Makes a learner of the network as a language model, which has no head of labels: it predicts
   * each token of a window from those before it.
   *
   * @throws TrainingException as for {@link #open}
   */
  public static TorchLearner openLanguageModel(Network network, LearnerOptions options) {
    return open(network, 1, true, options);
  }

  private static TorchLearner open(
      Network network, int outputs, boolean language, LearnerOptions options) {
    requireTrainable(network);
    TorchLibrary.prepare();
    return TorchLibrary.call(
        () -> {
          torch.set_num_threads(options.threads());
          // Small products take less time than it takes to share them out.
          openblas_nolapack.blas_set_num_threads(
              network.width() < SHARED_WIDTH ? 1 : options.threads());
          return new TorchLearner(network, outputs, language, options, device(options));
        });
  }

  /**
   * Checks that a network can be trained, without libtorch.
   *
   * @throws TrainingException if it cannot
   */
  public static void requireTrainable(Network network) {
    TorchModules.check(network);
  }

  /**
   * Loads libtorch.
   *
   * @throws TrainingException if it cannot be loaded
   */
  public static void prepare() {
    TorchLibrary.prepare();
  }

  /** Whether libtorch finds a GPU. */
  public static boolean hasCuda() {
    TorchLibrary.prepare();
    return TorchLibrary.call(TorchDevice::hasCuda);
  }

  private static TorchDevice device(LearnerOptions options) {
    Integer index = options.cuda();
    if (index == null) {
      return TorchDevice.cpu();
    }
    if (!TorchDevice.hasCuda()) {
      throw new TrainingException(
          "--device cuda: libtorch finds no GPU; it needs an NVIDIA driver and the engine for GPUs"
              + " (mvn -Ptraining -Dtraining.engine=linux-x86_64-gpu package)");
    }
    return TorchDevice.cuda(index);
  }

  @Override
  public List<Parameter> parameters() {
    return flat.parameters();
  }

  @Override
  public double accumulate(Batch batch, double share, long seed) {
    return TorchLibrary.compute(
        () -> {
          torch.manual_seed(seed);
          Targets targets = language ? nextTokens(batch) : labels(batch);
          if (targets.count() == 0) {
            return 0.0;
          }
          Tensor loss =
              inMixedPrecision(
                  () ->
                      torch.cross_entropy_loss(
                          run(batch, targets, true),
                          targets.right(),
                          new TensorOptional(),
                          MEAN,
                          IGNORED,
                          options.labelSmoothing()));
          double factor = scaled ? share * scale.factor() : share;
          loss.mul(new Scalar(factor)).backward();
          return loss.item_double();
        });
  }

  /** Computes in half precision if asked to; casts of weights must not outlive the batch. */
  private Tensor inMixedPrecision(Supplier<Tensor> work) {
    if (options.mixedPrecision() == MixedPrecision.NONE) {
      return work.get();
    }
    torch.set_autocast_dtype(
        device.type(), scaled ? torch.ScalarType.Half : torch.ScalarType.BFloat16);
    torch.set_autocast_enabled(device.type(), true);
    try {
      return work.get();
    } finally {
      torch.set_autocast_enabled(device.type(), false);
      torch.clear_cache();
    }
  }

  /**
   * What is to be predicted.
   *
   * @param rows the tokens at which it is read, as indices into all tokens of the batch
   * @param right the indices of the right outputs
   * @param count how many there are
   */
  private record Targets(Tensor rows, Tensor right, int count) {}

  private Targets targets(long[] rows, long[] right) {
    return new Targets(
        device.place(Tensor.create(rows, rows.length)),
        device.place(Tensor.create(right, right.length)),
        rows.length);
  }

  private Targets labels(Batch batch) {
    long[] rows = new long[batch.size()];
    long[] labels = new long[batch.size()];
    for (int i = 0; i < batch.size(); i++) {
      Example example = batch.examples().get(i);
      rows[i] = (long) i * batch.length() + example.position();
      labels[i] = example.label();
    }
    return targets(rows, labels);
  }

  private Targets nextTokens(Batch batch) {
    int count = batch.tokens() - batch.size();
    long[] rows = new long[count];
    long[] next = new long[count];
    long[] ids = new long[batch.length()];
    int at = 0;
    for (int i = 0; i < batch.size(); i++) {
      Example example = batch.examples().get(i);
      example.copyTo(ids, 0);
      for (int token = 0; token < example.length() - 1; token++) {
        rows[at] = (long) i * batch.length() + token;
        next[at] = ids[token + 1];
        at++;
      }
    }
    return targets(rows, next);
  }

  private Tensor run(Batch batch, Targets targets, boolean training) {
    int tokens = batch.length();
    long[] ids = new long[batch.size() * tokens];
    for (int i = 0; i < batch.size(); i++) {
      // What is behind the last token has no effect on it, so any token will do as padding.
      batch.examples().get(i).copyTo(ids, i * tokens);
    }
    Tensor placed = device.place(Tensor.create(ids, batch.size(), tokens));
    Tensor outputs =
        language
            ? module.nextTokens(placed, targets.rows(), training)
            : module.outputs(placed, targets.rows(), training);
    return outputs.to(torch.ScalarType.Float);
  }

  @Override
  public double update(double learningRate) {
    return TorchLibrary.computeWithoutGradients(
        () -> {
          if (scaled) {
            flat.gradients().mul_(new Scalar(1 / scale.factor()));
          }
          double most = options.adam().maxGradNorm();
          double norm =
              torch.clip_grad_norm_(
                  flat.leaves(), most > 0 ? most : Double.POSITIVE_INFINITY, 2, false);
          boolean finite = Double.isFinite(norm);
          if (finite) {
            optimizer.step(learningRate);
          } else {
            flat.gradients().zero_();
          }
          if (scaled) {
            scale.update(finite);
          }
          return norm;
        });
  }

  @Override
  public float[] outputs(Batch batch) {
    return TorchLibrary.computeWithoutGradients(
        () -> {
          Tensor outputs =
              inMixedPrecision(() -> run(batch, labels(batch), false)).cpu().contiguous();
          float[] values = new float[(int) outputs.numel()];
          outputs.data_ptr_float().get(values);
          return values;
        });
  }

  @Override
  public Quality evaluate(Batch batch) {
    if (!language) {
      return Learner.super.evaluate(batch);
    }
    return TorchLibrary.computeWithoutGradients(
        () -> {
          Targets targets = nextTokens(batch);
          if (targets.count() == 0) {
            return new Quality(0, 0, 0);
          }
          Tensor logits = inMixedPrecision(() -> run(batch, targets, false));
          Tensor loss =
              torch.cross_entropy_loss(
                  logits, targets.right(), new TensorOptional(), SUM, IGNORED, 0);
          long right =
              logits.argmax(new LongOptional(1), false).eq(targets.right()).sum().item_long();
          return new Quality(loss.item_double(), right, targets.count());
        });
  }

  @Override
  public void write(Parameter parameter, Part part, OutputStream out) throws IOException {
    byte[] bytes = new byte[CHUNK * Float.BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[CHUNK];
    for (long done = 0; done < parameter.size(); done += CHUNK) {
      int count = (int) Math.min(CHUNK, parameter.size() - done);
      copyFrom(flat.flat(part), flat.offset(parameter) + done, floats, count);
      buffer.asFloatBuffer().put(floats, 0, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  @Override
  public void read(Parameter parameter, Part part, InputStream in) throws IOException {
    float[] floats = new float[CHUNK];
    for (long done = 0; done < parameter.size(); done += CHUNK) {
      int count = (int) Math.min(CHUNK, parameter.size() - done);
      byte[] bytes = in.readNBytes(count * Float.BYTES);
      if (bytes.length < count * Float.BYTES) {
        throw new EOFException("ends inside of " + parameter.name());
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats, 0, count);
      copyTo(flat.flat(part), flat.offset(parameter) + done, floats, count);
    }
  }

  private static void copyFrom(Tensor tensor, long at, float[] floats, int count) {
    TorchLibrary.computeWithoutGradients(
        () -> tensor.narrow(0, at, count).cpu().data_ptr_float().get(floats, 0, count));
  }

  private static void copyTo(Tensor tensor, long at, float[] floats, int count) {
    TorchLibrary.computeWithoutGradients(
        () -> {
          Tensor values = torch.empty(count);
          values.data_ptr_float().put(floats, 0, count);
          return tensor.narrow(0, at, count).copy_(values);
        });
  }

  @Override
  public long updates() {
    return optimizer.updates();
  }

  @Override
  public void setUpdates(long updates) {
    optimizer.setUpdates(updates);
  }

  @Override
  public double lossScale() {
    return scaled ? scale.factor() : 1;
  }

  @Override
  public void setLossScale(double factor) {
    scale.restore(factor);
  }

  @Override
  public void close() {
    flat.close();
  }
}

package dev.decorum.bench;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.decorum.infer.InferenceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A plain float32 matrix product in ONNX Runtime: {@code [rows, inner] x [inner, columns]}. Its
 * rate is the best that the linear layers of a model could reach if nothing is shared between rows.
 *
 * <p>The second factor is a constant of the graph, like weights, so that the runtime can rearrange
 * it beforehand. All threads call the same session, as the inference workers do. A model has to be
 * loaded before, since DJL has to initialise the runtime first.
 *
 * @param rows the rows of the first factor
 * @param inner its columns
 * @param columns the columns of the second factor
 */
record MatrixProduct(int rows, int inner, int columns) {

  /** The widest product of GPT-2 small, for a window of 512 tokens. */
  static final MatrixProduct OF_GPT2_SMALL = new MatrixProduct(512, 768, 3072);

  private static final int IR_VERSION = 10;
  private static final int OPSET = 20;
  private static final int WARM_UP = 2;

  /** The number of multiplications and additions in a product. */
  long flops() {
    return 2L * rows * inner * columns;
  }

  /**
   * The rate of this machine in floating-point operations per second: the best of several rounds,
   * since other programs can only slow it down.
   *
   * @param threads the number of threads
   * @param rounds the number of rounds
   * @param secondsPerRound the duration of a round
   * @throws InferenceException if the runtime fails
   */
  double rate(int threads, int rounds, double secondsPerRound) throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      try (OrtSession session = environment.createSession(model(), options)) {
        List<Callable<Double>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          callers.add(() -> rate(environment, session, secondsPerRound));
        }
        double best = 0;
        for (int round = 0; round < rounds; round++) {
          double sum = 0;
          for (Future<Double> rate : executor.invokeAll(callers)) {
            sum += rate.get();
          }
          best = Math.max(best, sum);
        }
        return best;
      }
    } catch (OrtException | ExecutionException e) {
      throw new InferenceException("a matrix product cannot be measured: " + e.getMessage(), e);
    } finally {
      executor.shutdownNow();
    }
  }

  private double rate(OrtEnvironment environment, OrtSession session, double seconds)
      throws OrtException {
    try (OnnxTensor factor =
            OnnxTensor.createTensor(environment, floats(rows, inner), shape(inner));
        OnnxTensor product =
            OnnxTensor.createTensor(environment, floats(rows, columns), shape(columns))) {
      Map<String, OnnxTensor> inputs = Map.of("a", factor);
      // Into existing memory, so that allocation is not timed.
      Map<String, OnnxTensor> outputs = Map.of("c", product);
      for (int i = 0; i < WARM_UP; i++) {
        session.run(inputs, outputs).close();
      }
      long products = 0;
      long start = System.nanoTime();
      long elapsed;
      do {
        session.run(inputs, outputs).close();
        products++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < seconds * 1e9);
      return products * flops() / (elapsed / 1e9);
    }
  }

  private long[] shape(int width) {
    return new long[] {rows, width};
  }

  /** Values like those of a model, since zeros or denormal numbers could be faster or slower. */
  private static FloatBuffer floats(int height, int width) {
    return bytes(height, width).asFloatBuffer();
  }

  private static ByteBuffer bytes(int height, int width) {
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(height * width * Float.BYTES).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) random.nextGaussian());
    }
    return bytes.flip();
  }

  private byte[] model() {
    TensorProto weights =
        TensorProto.newBuilder()
            .setName("b")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addDims(inner)
            .addDims(columns)
            .setRawData(ByteString.copyFrom(bytes(inner, columns)))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("matrix-product")
            .addInitializer(weights)
            .addInput(value("a", inner))
            .addOutput(value("c", columns))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("MatMul")
                    .addInput("a")
                    .addInput("b")
                    .addOutput("c"));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private ValueInfoProto value(String name, int width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(rows))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}

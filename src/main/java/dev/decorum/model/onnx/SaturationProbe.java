package dev.decorum.model.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A small product of the largest integers. A processor without VNNI or AMX adds pairs of products
 * of uint8 and int8 in 16 bits, which saturate and give another result.
 */
public final class SaturationProbe {
  private SaturationProbe() {}

  /** The input, int64 {@code [ROWS, INPUTS]}: numbers from 0 to 255. */
  public static final String ACTIVATIONS = "activations";

  /** The output, float32 {@code [ROWS, OUTPUTS]}. */
  public static final String PRODUCT = "product";

  public static final int ROWS = 32;
  public static final int INPUTS = 64;
  private static final int OUTPUTS = 32;
  private static final byte LARGEST = 127;
  private static final int MIDDLE = 128;

  /** The input that reveals saturation. */
  public static long[] activations() {
    long[] activations = new long[ROWS * INPUTS];
    Arrays.fill(activations, 255);
    return activations;
  }

  /** Every number of the output if nothing saturates. */
  public static float expected() {
    return (255 - MIDDLE) * LARGEST * (float) INPUTS;
  }

  /** The graph, serialized. */
  public static byte[] graph() {
    GraphWriter graph = GraphWriter.withoutWeights("saturation-probe");
    graph.input(ACTIVATIONS, ROWS, INPUTS);
    byte[] weights = new byte[INPUTS * OUTPUTS];
    Arrays.fill(weights, LARGEST);
    float[] scales = new float[OUTPUTS];
    Arrays.fill(scales, 1);
    String bytes = graph.toUnsignedByte(ACTIVATIONS, "activations.uint8");
    graph.microsoftNode(
        "MatMulIntegerToFloat",
        PRODUCT,
        List.of(
            bytes,
            graph.bytes("weights", INPUTS, OUTPUTS, ByteBuffer.wrap(weights)),
            graph.scalar(1f),
            graph.floats("scales", scales),
            graph.unsignedByte(MIDDLE)));
    graph.output(PRODUCT, ROWS, OUTPUTS);
    return graph.toByteArray();
  }
}

package dev.decorum.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.decorum.batch.PaddedBatch;
import dev.decorum.disk.UserCache;
import dev.decorum.infer.Device;
import dev.decorum.infer.InferenceException;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.ModelRunner;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.infer.OnnxClassifier;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.ModelGraphs;
import dev.decorum.model.onnx.OnnxGraph;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * An exported graph on its way into ONNX Runtime, and a batch through what it makes of it. An input
 * whose first byte is odd is the file itself; any other is a list of changes to a good one, of five
 * bytes each.
 */
public final class GraphTarget {
  /** How many kinds of changes there are. */
  static final int KINDS = 12;

  private static final int CHANGE_BYTES = 5;

  private static final List<String> OPERATORS =
      List.of(
          "Add",
          "Gather",
          "MatMul",
          "Reshape",
          "Expand",
          "Loop",
          "If",
          "Constant",
          "Tile",
          "Resize",
          "ConstantOfShape",
          "Slice",
          "Concat",
          "Split",
          "Pad",
          "Range",
          "Where",
          "TopK",
          "Cast",
          "Softmax",
          "Einsum",
          "ScatterND",
          "NonZero",
          "Squeeze",
          "LayerNormalization",
          "Attention",
          "FusedMatMul",
          "Gelu",
          "Identity",
          "StringNormalizer");

  private static final List<String> LOCATIONS =
      List.of(
          "../outside.safetensors",
          "/etc/hostname",
          "link.safetensors",
          "config.json",
          "*/_ORT_MEM_ADDR_/*",
          "./config.json",
          "",
          "sub/../../outside.safetensors");

  private static final List<TokenWindow> WINDOWS =
      List.of(TokenWindows.of(0, new int[] {45, 324, 544}), TokenWindows.of(1, new int[] {7}));

  private static final Path FOLDER = folder();
  private static final Path FILE = FOLDER.resolve("model.onnx");
  private static final ModelProto GOOD = good();
  private static final Probe PROBE = new Probe();

  static {
    NativeLibraries.prepare(UserCache.open(FOLDER.resolve("native")));
  }

  private GraphTarget() {}

  private static Path folder() {
    try {
      return Checkpoints.copy("onnx", ModelTarget.folders().resolve("onnx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelProto good() {
    try {
      return ModelProto.parseFrom(Files.readAllBytes(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads one graph and scores a batch with it. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      PROBE.time(input, GraphTarget::load);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void load(byte[] input) throws IOException {
    boolean whole = (input[0] & 1) != 0;
    Files.write(
        FILE,
        whole ? Arrays.copyOfRange(input, 1, input.length) : changed(input).build().toByteArray());
    try {
      ModelBundle bundle = ModelBundle.open(FOLDER);
      OnnxGraph graph = ModelGraphs.of(bundle);
      PROBE.count("passed on");
      try (OnnxClassifier classifier = OnnxClassifier.load(graph, Device.parse("cpu"));
          ModelRunner runner = classifier.newRunner()) {
        PROBE.count("loaded");
        runner.run(new PaddedBatch(WINDOWS), KeyValueCache.NONE);
        PROBE.count("run");
      }
    } catch (ModelException | InferenceException e) {
      PROBE.count("refused");
    }
  }

  private static ModelProto.Builder changed(byte[] input) {
    ModelProto.Builder model = GOOD.toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    for (int i = 1; i + CHANGE_BYTES <= input.length; i += CHANGE_BYTES) {
      change(graph, Arrays.copyOfRange(input, i, i + CHANGE_BYTES));
    }
    return model;
  }

  private static <T> T pick(List<T> all, byte number) {
    return all.get((number & 0xff) % all.size());
  }

  private static void change(GraphProto.Builder graph, byte[] change) {
    int which = (change[1] & 0xff) << 8 | (change[2] & 0xff);
    TensorProto.Builder tensor = graph.getInitializerBuilder(which % graph.getInitializerCount());
    NodeProto.Builder node = graph.getNodeBuilder(which % graph.getNodeCount());
    int value = change[4];
    switch ((change[0] & 0xff) % KINDS) {
      case 0 -> node.setOpType(pick(OPERATORS, change[3]));
      case 1 -> node.clearInput();
      case 2 -> {
        if (node.getInputCount() > 0) {
          String other = pick(graph.getNodeList(), change[4]).getOutput(0);
          node.setInput((change[3] & 0xff) % node.getInputCount(), other);
        }
      }
      case 3 -> attribute(node, change[3], value);
      case 4 -> tensor.addDims(1L << (change[3] & 63));
      case 5 -> {
        if (tensor.getDimsCount() > 0) {
          tensor.setDims(0, tensor.getDims(0) + value);
        }
      }
      case 6 -> tensor.setDataType(change[3] & 31);
      case 7 -> {
        byte[] data = tensor.getRawData().toByteArray();
        if (data.length > 0) {
          data[(change[3] & 0xff) % data.length] = change[4];
          tensor.setRawData(ByteString.copyFrom(data));
        }
      }
      case 8 -> tensor.setRawData(ByteString.copyFrom(new byte[change[3] & 0xff]));
      case 9 ->
          tensor
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .clearRawData()
              .addExternalData(entry("location", pick(LOCATIONS, change[3])))
              .addExternalData(entry("offset", Long.toString(1L << (change[4] & 63))));
      case 10 -> node.setDomain(pick(List.of("", "com.microsoft", "ai.onnx.ml", "x"), change[3]));
      default -> node.addOutput(pick(graph.getNodeList(), change[4]).getOutput(0));
    }
  }

  private static void attribute(NodeProto.Builder node, byte which, int value) {
    if (node.getAttributeCount() == 0) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("axis")
              .setType(AttributeProto.AttributeType.INT)
              .setI(value));
      return;
    }
    AttributeProto.Builder attribute =
        node.getAttributeBuilder((which & 0xff) % node.getAttributeCount());
    attribute.setI((long) value << (which & 31)).setF(value);
    if (attribute.hasT()) {
      byte[] data = attribute.getT().getRawData().toByteArray();
      Arrays.fill(data, (byte) value);
      attribute.getTBuilder().setRawData(ByteString.copyFrom(data));
    }
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}

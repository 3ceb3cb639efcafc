package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.decorum.batch.PaddedBatch;
import dev.decorum.infer.Device;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.infer.Logits;
import dev.decorum.infer.ModelRunner;
import dev.decorum.infer.OnnxClassifier;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.files.ModelException;
import dev.decorum.tokenize.TokenWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Graphs that were exported with another number of outputs, with fixed shapes, or in integers. */
class ExportedHeadsTest {
  private static final int[] IDS = {45, 324, 544};

  private static Path changed(Path temp, String file, Consumer<ModelProto.Builder> change)
      throws IOException {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    Path graph = folder.resolve("model.onnx");
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(graph)).toBuilder();
    change.accept(model);
    Files.delete(graph);
    Files.createDirectories(folder.resolve(file).getParent());
    Files.write(folder.resolve(file), model.build().toByteArray());
    return folder;
  }

  /** Puts further nodes behind the logits, whose last output is called as they were. */
  private static void behindLogits(ModelProto.Builder model, int columns, NodeProto... nodes) {
    for (NodeProto.Builder node : model.getGraphBuilder().getNodeBuilderList()) {
      for (int i = 0; i < node.getOutputCount(); i++) {
        if (node.getOutput(i).equals("logits")) {
          node.setOutput(i, "two_logits");
        }
      }
    }
    model.getGraphBuilder().addAllNode(List.of(nodes));
    for (ValueInfoProto.Builder output : model.getGraphBuilder().getOutputBuilderList()) {
      if (output.getName().equals("logits")) {
        output
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .getShapeBuilder()
            .getDimBuilder(1)
            .clearDimParam()
            .setDimValue(columns);
      }
    }
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output);
  }

  private static AttributeProto axis() {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeProto.AttributeType.INT)
        .setI(1)
        .build();
  }

  private static TensorProto vector(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static float[] pair(Path folder) {
    ModelBundle bundle = ModelBundle.open(folder);
    try (OnnxClassifier model = OnnxClassifier.load(ModelGraphs.of(bundle), Device.CPU);
        ModelRunner runner = model.newRunner()) {
      Logits logits =
          runner
              .run(new PaddedBatch(List.of(TokenWindows.of(0, IDS))), KeyValueCache.NONE)
              .logits();
      return new float[] {logits.get(0, 0), logits.get(0, 1)};
    }
  }

  private static String refusal(Path folder) {
    return String.valueOf(assertThrows(ModelException.class, () -> pair(folder)).getMessage());
  }

  @Test
  void oneColumnIsAReward(@TempDir Path temp) throws IOException {
    float[] both = pair(Checkpoints.folder("onnx"));
    Path folder =
        changed(
            temp,
            "model.onnx",
            model -> {
              model.getGraphBuilder().addInitializer(vector("second", 1));
              behindLogits(
                  model,
                  1,
                  node("Gather", "logits", "two_logits", "second").addAttribute(axis()).build());
            });
    Checkpoints.edit(
        folder.resolve("config.json"),
        json -> {
          json.remove(List.of("id2label", "label2id"));
          json.put("num_labels", 1);
        });
    assertArrayEquals(new float[] {0, both[1]}, pair(folder), 1e-6f);
  }

  @Test
  void threeColumnsAreThreeLabels(@TempDir Path temp) throws IOException {
    float[] both = pair(Checkpoints.folder("onnx"));
    Path folder =
        changed(
            temp,
            "onnx/model.onnx",
            model -> {
              model.getGraphBuilder().addInitializer(vector("columns", 1, 0, 1));
              behindLogits(
                  model,
                  3,
                  node("Gather", "logits", "two_logits", "columns").addAttribute(axis()).build());
            });
    Checkpoints.edit(
        folder.resolve("config.json"),
        json -> {
          json.putObject("id2label").put("0", "a").put("1", "b").put("2", "c");
          json.remove("label2id");
        });
    Files.writeString(folder.resolve("decorum.json"), "{\"appropriate_label\": \"b\"}");
    assertArrayEquals(new float[] {(float) (both[1] + Math.log(2)), both[0]}, pair(folder), 1e-6f);
  }

  /** What config.json says and what the graph has must be the same. */
  @Test
  void anotherNumberOfColumnsIsRefused(@TempDir Path temp) throws IOException {
    Path folder = changed(temp, "model.onnx", model -> {});
    Checkpoints.edit(
        folder.resolve("config.json"),
        json -> {
          json.remove(List.of("id2label", "label2id"));
          json.put("num_labels", 1);
        });
    String said = refusal(folder);
    assertTrue(said.contains("must be [batch, 1], as config.json has it, but is [-1, 2]"), said);
  }

  /** Padded texts would be read at another place than the same texts alone. */
  @Test
  void anotherPaddingThanTheGraphsIsRefused(@TempDir Path temp) throws IOException {
    Path folder = changed(temp, "model.onnx", model -> {});
    Checkpoints.edit(folder.resolve("config.json"), json -> json.put("pad_token_id", 33));
    String said = refusal(folder);
    assertTrue(said.contains("exported with a pad_token_id other than the 33"), said);
  }

  @Test
  void probabilitiesInPlaceOfLogitsAreRefused(@TempDir Path temp) throws IOException {
    Path folder =
        changed(
            temp,
            "model.onnx",
            model ->
                behindLogits(
                    model,
                    2,
                    node("Softmax", "logits", "two_logits").addAttribute(axis()).build()));
    String said = refusal(folder);
    assertTrue(said.contains("comes from a Softmax"), said);
  }

  /** A graph that leaves the number of columns open shows it when it is tried. */
  @Test
  void anotherNumberOfColumnsIsFoundByTryingToo(@TempDir Path temp) throws IOException {
    Path folder =
        changed(
            temp,
            "model.onnx",
            model -> {
              model.getGraphBuilder().addInitializer(vector("columns", 1, 0, 1));
              behindLogits(
                  model,
                  3,
                  node("Gather", "logits", "two_logits", "columns").addAttribute(axis()).build());
              model
                  .getGraphBuilder()
                  .getOutputBuilder(0)
                  .getTypeBuilder()
                  .getTensorTypeBuilder()
                  .getShapeBuilder()
                  .getDimBuilder(1)
                  .setDimParam("columns");
            });
    String said = refusal(folder);
    assertTrue(said.contains("as many columns as config.json has labels, 2"), said);
  }

  @ParameterizedTest
  @CsvSource({"0, batch 16", "1, length 16"})
  void aFixedShapeIsRefused(int dimension, String fixed, @TempDir Path temp) throws IOException {
    Path folder =
        changed(
            temp,
            "model.onnx",
            model ->
                model.getGraphBuilder().getInputBuilderList().stream()
                    .filter(input -> input.getName().equals("attention_mask"))
                    .forEach(
                        input ->
                            input
                                .getTypeBuilder()
                                .getTensorTypeBuilder()
                                .getShapeBuilder()
                                .getDimBuilder(dimension)
                                .clearDimParam()
                                .setDimValue(16)));
    String said = refusal(folder);
    assertTrue(said.contains("attention_mask is fixed in shape (" + fixed + ")"), said);
    assertTrue(said.contains("export it with dynamic axes"), said);
  }

  /** Found by its name, and known for what it is by its operators. */
  @ParameterizedTest
  @CsvSource({"model_quantized.onnx", "onnx/model_quantized.onnx", "onnx/model_int8.onnx"})
  void integersAreKnown(String file, @TempDir Path temp) throws IOException {
    Path folder =
        changed(
            temp,
            file,
            model -> {
              model
                  .getGraphBuilder()
                  .addInitializer(
                      TensorProto.newBuilder()
                          .setName("step")
                          .setDataType(TensorProto.DataType.FLOAT.getNumber())
                          .addFloatData(0.05f));
              behindLogits(
                  model,
                  2,
                  node("QuantizeLinear", "small", "two_logits", "step").build(),
                  node("DequantizeLinear", "logits", "small", "step").build());
            });
    OnnxGraph graph = ModelGraphs.of(ModelBundle.open(folder));
    assertEquals(Precision.INT8, graph.precision());
    assertEquals(
        Precision.FP32, ModelGraphs.of(ModelBundle.open(Checkpoints.folder("onnx"))).precision());
  }
}

package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxModelFileTest {

  private record Refusal(String name, Consumer<ModelProto.Builder> change, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ValueInfoProto.Builder named(List<ValueInfoProto.Builder> values, String name) {
    return values.stream().filter(value -> value.getName().equals(name)).findFirst().orElseThrow();
  }

  private static Consumer<ModelProto.Builder> input(
      String name, Consumer<ValueInfoProto.Builder> change) {
    return model -> change.accept(named(model.getGraphBuilder().getInputBuilderList(), name));
  }

  private static Consumer<ModelProto.Builder> logits(Consumer<ValueInfoProto.Builder> change) {
    return model -> change.accept(named(model.getGraphBuilder().getOutputBuilderList(), "logits"));
  }

  private static Consumer<ModelProto.Builder> external(String location, String length) {
    return model ->
        model
            .getGraphBuilder()
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("elsewhere")
                    .setDataType(1)
                    .addDims(1)
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(entry("location", location))
                    .addExternalData(entry("length", length)));
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal(
            "no mask",
            input("attention_mask", input -> input.setName("mask")),
            "has no input attention_mask; its inputs are "),
        new Refusal(
            "another input",
            model ->
                model
                    .getGraphBuilder()
                    .addInput(
                        model.getGraph().getInput(0).toBuilder().setName("past_key_values.0.key")),
            "the input past_key_values.0.key is not one that a classifier has"),
        new Refusal(
            "ids of another type",
            input(
                "input_ids", input -> input.getTypeBuilder().getTensorTypeBuilder().setElemType(6)),
            "the input input_ids must be int64 [batch, sequence]"),
        new Refusal(
            "no logits",
            logits(output -> output.setName("last_hidden_state")),
            "has no output logits"),
        new Refusal(
            "logits of half precision",
            logits(output -> output.getTypeBuilder().getTensorTypeBuilder().setElemType(10)),
            "the output logits must be float32"),
        new Refusal(
            "logits of three labels",
            logits(
                output ->
                    output
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(1)
                        .setDimValue(3)),
            "the output logits must be [batch, 2]"),
        new Refusal(
            "data that climbs",
            external("../secret", "4"),
            "\"../secret\" names a file outside the model folder"),
        new Refusal(
            "data with an absolute path",
            external("/etc/hostname", "4"),
            "external data at \"/etc/hostname\" is outside the model folder"),
        new Refusal("data without a place", external("", "4"), "external data at \"\""),
        new Refusal("data that is missing", external("weights.bin", "4"), "no such file"),
        new Refusal(
            "data that is too short",
            external("config.json", "1000000"),
            "truncated: the graph expects data up to byte 1000000"),
        new Refusal("data of no length", external("config.json", "-4"), "external data at \"-4\""),
        new Refusal(
            "data inside of a node",
            model ->
                model
                    .getGraphBuilder()
                    .addNodeBuilder()
                    .setOpType("If")
                    .addAttributeBuilder()
                    .getGBuilder()
                    .addNodeBuilder()
                    .setOpType("Constant")
                    .addAttributeBuilder()
                    .getTBuilder()
                    .addExternalData(entry("location", "../secret")),
            "\"../secret\" names a file outside the model folder"),
        new Refusal(
            "data in the memory of the process",
            external("*/_ORT_MEM_ADDR_/*", "4"),
            "external data at \"*/_ORT_MEM_ADDR_/*\", which is not a file name"),
        new Refusal(
            "sparse weights inside of a node",
            model ->
                model
                    .getGraphBuilder()
                    .addNodeBuilder()
                    .setOpType("Constant")
                    .addAttributeBuilder()
                    .getSparseTensorBuilder()
                    .getValuesBuilder()
                    .addExternalData(entry("location", "../secret")),
            "sparse weights"),
        new Refusal(
            "sparse weights of a nested graph",
            model ->
                model
                    .getGraphBuilder()
                    .addNodeBuilder()
                    .setOpType("If")
                    .addAttributeBuilder()
                    .getGBuilder()
                    .addSparseInitializer(SparseTensorProto.newBuilder()),
            "sparse weights"),
        new Refusal(
            "a loop",
            model -> model.getGraphBuilder().addNodeBuilder().setOpType("Loop"),
            "has the operator Loop, which may never end"),
        new Refusal(
            "sparse weights",
            model -> model.getGraphBuilder().addSparseInitializer(SparseTensorProto.newBuilder()),
            "sparse weights"),
        new Refusal(
            "functions",
            model -> model.addFunctions(FunctionProto.newBuilder().setName("f")),
            "holds functions or training graphs"),
        new Refusal("no graph", ModelProto.Builder::clearGraph, "it holds no graph"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal, @TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    Path file = folder.resolve("model.onnx");
    ModelGraphs.of(ModelBundle.open(folder));
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    refusal.change().accept(model);
    Files.write(file, model.build().toByteArray());
    String message = refused(folder);
    assertTrue(message.contains(refusal.message()), message);
  }

  private static String refused(Path folder) {
    ModelBundle bundle = ModelBundle.open(folder);
    String message =
        String.valueOf(
            assertThrows(ModelException.class, () -> ModelGraphs.of(bundle)).getMessage());
    assertTrue(message.contains(folder.toString()), message);
    return message;
  }

  @Test
  void whatIsNoProtobufIsRefused(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    Path file = folder.resolve("model.onnx");
    byte[] good = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    assertTrue(refused(folder).contains("model.onnx: not an ONNX model"));
    Files.write(file, new byte[0]);
    assertTrue(refused(folder).contains("model.onnx: not an ONNX model: it holds no graph"));
  }

  @Test
  void graphsInGraphsEndSomewhere(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    GraphProto nested = GraphProto.getDefaultInstance();
    for (int depth = 0; depth < 200; depth++) {
      GraphProto.Builder outer = GraphProto.newBuilder();
      outer.addNodeBuilder().addAttributeBuilder().setG(nested);
      nested = outer.build();
    }
    Files.write(
        folder.resolve("model.onnx"),
        ModelProto.newBuilder().setGraph(nested).build().toByteArray());
    assertTrue(refused(folder).contains("too many levels of nesting"));
  }

  @Test
  void weightsBesideTheExportAreUsed(@TempDir Path temp) throws Exception {
    Path folder = Checkpoints.copy("onnx", temp.resolve("model"));
    Path file = folder.resolve("model.onnx");
    long[] ids = {45, 324, 544};
    float[] expected = logits(folder, ids);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getDataType() == 1 && tensor.getRawData().size() > 1000) {
        tensor
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", "model.onnx_data"))
            .addExternalData(entry("offset", Integer.toString(data.size())))
            .addExternalData(entry("length", Integer.toString(tensor.getRawData().size())));
        tensor.getRawData().writeTo(data);
        tensor.clearRawData();
      }
    }
    assertTrue(data.size() > 0);
    Files.write(file, model.build().toByteArray());
    Files.write(folder.resolve("model.onnx_data"), data.toByteArray());
    OnnxGraph graph = ModelGraphs.of(ModelBundle.open(folder));
    assertEquals(folder, graph.externalDataFolder().orElseThrow());
    assertArrayEquals(expected, logits(folder, ids));
  }

  private static float[] logits(Path folder, long[] ids) throws Exception {
    ModelBundle bundle = ModelBundle.open(folder);
    try (GraphSession session = new GraphSession(ModelGraphs.of(bundle))) {
      return session.logits(List.of(ids), bundle.spec().pooling().padTokenId())[0];
    }
  }
}

package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxGraphTest {
  private static final long[] IDS = {45, 324, 544, 338, 350, 882, 64, 25};

  private static float[] logits(ModelBundle bundle) throws Exception {
    try (GraphSession session = new GraphSession(ModelGraphs.of(bundle))) {
      return session.logits(List.of(IDS), bundle.spec().pooling().padTokenId())[0];
    }
  }

  private static ModelProto proto(OnnxGraph graph) throws Exception {
    try (InputStream in = graph.open()) {
      return ModelProto.parseFrom(in);
    }
  }

  @Test
  void aBuiltGraphSaysHowToBindIt() {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    OnnxGraph graph = ModelGraphs.of(bundle);
    assertEquals(OnnxGraph.Kind.LAST_INDEX, graph.kind());
    assertEquals(List.of("input_ids", "last_index"), graph.inputs());
    assertEquals(bundle.root(), graph.externalDataFolder().orElseThrow());
    assertTrue(graph.file().isEmpty());
  }

  @Test
  void matricesStayOnDisk() throws Exception {
    OnnxGraph graph = ModelGraphs.of(ModelBundle.open(Checkpoints.folder("base")));
    assertTrue(proto(graph).getSerializedSize() < 48_000, "weights were copied");
    assertTrue(
        proto(graph).getGraph().getInitializerList().stream()
            .anyMatch(tensor -> tensor.getExternalDataCount() == 3));
  }

  @Test
  void anExportedGraphIsLoadedFromItsFile() {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("onnx"));
    OnnxGraph graph = ModelGraphs.of(bundle);
    assertEquals(OnnxGraph.Kind.ATTENTION_MASK, graph.kind());
    assertEquals("input_ids", graph.inputs().get(0));
    assertTrue(graph.inputs().contains("attention_mask"));
    assertEquals(bundle.folder().resolve("model.onnx"), graph.file().orElseThrow());
    assertTrue(graph.externalDataFolder().isEmpty());
  }

  @Test
  void weightsInAJarAreCopiedIntoTheGraph(@TempDir Path temp) throws Exception {
    for (String name : List.of("base", "sharded", "bf16")) {
      try (FileSystem jar =
          FileSystems.newFileSystem(temp.resolve(name + ".jar"), Map.of("create", "true"))) {
        ModelBundle inJar = ModelBundle.open(Checkpoints.copy(name, jar.getPath("/model")));
        assertTrue(ModelGraphs.of(inJar).externalDataFolder().isEmpty());
        assertArrayEquals(logits(ModelBundle.open(Checkpoints.folder(name))), logits(inJar));
      }
    }
  }

  @Test
  void theHubsCacheIsMappedThroughItsLinks(@TempDir Path temp) throws Exception {
    Path repository = temp.resolve("models--someone--reward-model");
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123abcd"));
    Path blobs = Checkpoints.copy("base", repository.resolve("blobs"));
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Files.createSymbolicLink(snapshot.resolve(name), snapshot.relativize(blobs).resolve(name));
    }
    assertArrayEquals(
        logits(ModelBundle.open(Checkpoints.folder("base"))), logits(ModelBundle.open(snapshot)));
  }

  @Test
  void unalignedWeightsAreCopied(@TempDir Path temp) throws Exception {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    // Spaces behind the header are allowed; these put every tensor on an odd offset.
    String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
    Checkpoints.writeSafetensors(
        weights,
        header + (length % 2 == 0 ? " " : "  "),
        Arrays.copyOfRange(bytes, 8 + length, bytes.length));
    OnnxGraph graph = ModelGraphs.of(ModelBundle.open(folder));
    assertTrue(
        proto(graph).getGraph().getInitializerList().stream()
            .noneMatch(tensor -> tensor.getExternalDataCount() > 0));
    assertArrayEquals(
        logits(ModelBundle.open(Checkpoints.folder("base"))), logits(ModelBundle.open(folder)));
  }

  @Test
  void whatStandsBehindTheLastTokenChangesNothing() throws Exception {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    try (GraphSession session = new GraphSession(ModelGraphs.of(bundle))) {
      float[] alone = session.logits(List.of(IDS), 1024)[0];
      float[] padded = session.logits(List.of(IDS, new long[100]), 1024)[0];
      float[] otherwise = session.logits(List.of(IDS, new long[100]), 7)[0];
      assertArrayEquals(alone, padded, 2e-6f);
      assertArrayEquals(padded, otherwise);
    }
  }

  @Test
  void aModelOfOneBlockIsTheLastBlock(@TempDir Path temp) throws Exception {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(folder.resolve("config.json"), json -> json.put("n_layer", 1));
    ModelBundle bundle = ModelBundle.open(folder);
    List<String> attention =
        proto(ModelGraphs.of(bundle)).getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("MultiHeadAttention"))
            .map(NodeProto::getName)
            .toList();
    assertEquals(List.of("h.0.attn"), attention);
    assertEquals(2, logits(bundle).length);
  }

  /**
   * Logits of the base checkpoint under other activations, by a plain GPT-2 of PyTorch 2 in float64
   * with {@code ACT2FN}'s formulas: {@code silu} and so on in the place of {@code gelu_new}.
   */
  @ParameterizedTest
  @CsvSource({
    "silu, -0.09365410085010487, 0.8386585719756895",
    "swish, -0.09365410085010487, 0.8386585719756895",
    "tanh, -0.41764241528661183, 0.6451135500633463",
    "quick_gelu, -0.008789318045956201, 0.670991106580767",
    "gelu_fast, -0.01958442941966136, 0.6704208411308604"
  })
  void rarerActivationsAreRight(String name, double zero, double one, @TempDir Path temp)
      throws Exception {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Checkpoints.edit(folder.resolve("config.json"), json -> json.put("activation_function", name));
    float[] logits = logits(ModelBundle.open(folder));
    assertEquals(zero, logits[0], 5e-6);
    assertEquals(one, logits[1], 5e-6);
  }

  @Test
  void operatorsThatAreSlowOrBrokenStayOut() throws Exception {
    ModelProto model = proto(ModelGraphs.of(ModelBundle.open(Checkpoints.folder("base"))));
    assertFalse(model.getGraph().getNodeList().isEmpty());
    for (NodeProto node : model.getGraph().getNodeList()) {
      assertFalse(node.getOpType().equals("SkipLayerNormalization"), node.getName());
      assertFalse(
          node.getOpType().equals("Gather") && !node.getInput(0).endsWith("wte.weight"),
          node.getName());
    }
  }
}

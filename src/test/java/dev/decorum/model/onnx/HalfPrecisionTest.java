package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The float16 network, which is meant for GPUs, on the CPU. ONNX Runtime computes there in float32
 * what it has no float16 kernel for, so this holds the network, the rounding of its weights and
 * part of the rounding of what it computes; the kernels of a GPU it cannot hold.
 */
class HalfPrecisionTest {
  private static final Path EXPECTED = Path.of("src/test/resources/parity");

  /** The most that was measured over all checkpoints is 2.5e-3 (for attention without scale). */
  private static final double LOGIT_TOLERANCE = 5e-3;

  /** The most that was measured is 6.3e-4. */
  private static final double PROBABILITY_TOLERANCE = 1.5e-3;

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  private static OnnxGraph half(ModelBundle bundle) {
    return ModelGraphs.of(bundle, Precision.FP16);
  }

  private static ModelProto proto(OnnxGraph graph) throws IOException {
    try (InputStream in = graph.open()) {
      return ModelProto.parseFrom(in);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "gelu",
        "n_inner",
        "unscaled",
        "inverse-layer",
        "relu",
        "f16",
        "bf16",
        "buffers",
        "sharded",
        "vocab-merges",
        "reversed-labels"
      })
  void logitsAreCloseToThoseOfHuggingFace(String variant) throws Exception {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder(variant));
    List<ParityCase> cases = ParityCase.read(EXPECTED.resolve(variant + ".jsonl"));
    assertFalse(cases.isEmpty());
    List<long[]> rows = cases.stream().map(ParityCase::row).toList();
    try (GraphSession session = new GraphSession(half(bundle))) {
      float[][] together = session.logits(rows, bundle.spec().pooling().padTokenId());
      for (int i = 0; i < rows.size(); i++) {
        float[] alone =
            session.logits(List.of(rows.get(i)), bundle.spec().pooling().padTokenId())[0];
        check(bundle, cases.get(i), alone, "alone");
        check(bundle, cases.get(i), together[i], "in a batch");
        assertArrayEquals(alone, together[i], 1e-4f, "company changes only the rounding");
      }
    }
  }

  private static void check(ModelBundle bundle, ParityCase expected, float[] logits, String how) {
    String where = expected.id() + " " + how;
    for (int label = 0; label < 2; label++) {
      assertEquals(expected.expected().get(label), logits[label], LOGIT_TOLERANCE, where);
    }
    double gap =
        (double) logits[1 - bundle.head().appropriate()] - logits[bundle.head().appropriate()];
    assertEquals(expected.probability(), 1 / (1 + Math.exp(gap)), PROBABILITY_TOLERANCE, where);
  }

  /** A trained model, up to its longest window; the most that was measured is 6.1e-4. */
  @Test
  void theDemoModelIsCloseToItselfInSinglePrecision() throws Exception {
    ModelBundle bundle = ModelBundle.demo();
    Random random = new Random(1);
    try (GraphSession single = new GraphSession(ModelGraphs.of(bundle));
        GraphSession half = new GraphSession(half(bundle))) {
      for (int length : new int[] {1, 2, 7, 8, 63, 64, 65, 300, bundle.maxTokens()}) {
        long[] row = random.longs(length, 0, 1000).toArray();
        assertArrayEquals(
            single.logits(List.of(row), bundle.spec().pooling().padTokenId())[0],
            half.logits(List.of(row), bundle.spec().pooling().padTokenId())[0],
            2e-3f,
            length + " tokens");
      }
    }
  }

  @Test
  void whatStandsBehindTheLastTokenChangesNothing() throws Exception {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    long[] ids = {45, 324, 544, 3, 17};
    try (GraphSession session = new GraphSession(half(bundle))) {
      float[] padded = session.logits(List.of(ids, new long[100]), 1024)[0];
      float[] otherwise = session.logits(List.of(ids, new long[100]), 7)[0];
      assertArrayEquals(padded, otherwise);
    }
  }

  @Test
  void precisionIsKnownByItsGraph() {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    assertEquals(Precision.FP16, half(bundle).precision());
    assertEquals(Precision.FP32, ModelGraphs.of(bundle).precision());
    assertEquals("fp16", Precision.FP16.label());
    ModelBundle exported = ModelBundle.open(Checkpoints.folder("onnx"));
    assertEquals(Precision.FP32, half(exported).precision(), "an export stays what it is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "f16", "bf16"})
  void matricesStayOnDisk(String variant) throws IOException {
    OnnxGraph graph = half(ModelBundle.open(Checkpoints.folder(variant)));
    assertTrue(graph.externalDataFolder().isPresent());
    for (TensorProto tensor : proto(graph).getGraph().getInitializerList()) {
      assertEquals(
          tensor.getDimsCount() > 1,
          tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL,
          tensor.getName());
    }
  }

  /** So that a session holds every weight once, in the type that it computes with. */
  @ParameterizedTest
  @ValueSource(strings = {"base", "f16", "bf16"})
  void weightsAreCastOnceAtLoad(String variant, @TempDir Path temp) throws Exception {
    GraphProto loaded = loaded(half(ModelBundle.open(Checkpoints.folder(variant))), temp);
    Set<String> half = new HashSet<>();
    for (TensorProto tensor : loaded.getInitializerList()) {
      boolean head = tensor.getName().contains("ln_f.") || tensor.getName().contains("score.");
      String type = name(tensor.getDataType());
      if (head) {
        assertEquals("float", type, tensor.getName());
      } else if (tensor.getName().contains("weight") || tensor.getName().contains("bias")) {
        assertEquals("float16", type, tensor.getName());
        half.add(tensor.getName().replace(".float16", ""));
      }
    }
    // Two tables, and twelve tensors a block, of which the last has queries apart from the rest.
    assertEquals(2 + 12 + 14, half.size(), half.toString());
  }

  /** What a session runs, after ONNX Runtime's own changes at the level of Decorum's sessions. */
  private static GraphProto loaded(OnnxGraph graph, Path temp) throws Exception {
    Engine.getEngine("OnnxRuntime");
    Path written = temp.resolve("optimized.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream in = graph.open()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      options.setOptimizedModelFilePath(written.toString());
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path",
          graph.externalDataFolder().orElseThrow().toString());
      OrtEnvironment.getEnvironment().createSession(in.readAllBytes(), options).close();
    }
    return ModelProto.parseFrom(Files.readAllBytes(written)).getGraph();
  }

  /** Flash attention takes neither bias nor mask, and has to be told of the causal order. */
  @Test
  void attentionIsWhatFlashAttentionTakes() throws IOException {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("n_inner"));
    int last = bundle.spec().network().layers() - 1;
    int found = 0;
    for (NodeProto node : proto(half(bundle)).getGraph().getNodeList()) {
      if (node.getOpType().equals("MultiHeadAttention")
          && !node.getName().equals("h." + last + ".attn")) {
        found++;
        assertEquals(3, node.getInputCount(), node.getName());
        assertTrue(
            node.getAttributeList().stream()
                .anyMatch(a -> a.getName().equals("unidirectional") && a.getI() == 1),
            node.getName());
      }
    }
    assertEquals(last, found);
  }

  @ParameterizedTest
  @CsvSource({
    "base, gelu_new",
    "base, gelu",
    "base, quick_gelu",
    "base, relu",
    "base, silu",
    "base, tanh",
    "f16, gelu_new",
    "bf16, gelu_new"
  })
  void everyOperatorHasAKernelForItsTypeOnCuda(
      String checkpoint, String activation, @TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy(checkpoint, temp.resolve("model"));
    Checkpoints.edit(
        folder.resolve("config.json"), json -> json.put("activation_function", activation));
    ModelBundle bundle = ModelBundle.open(folder);
    CudaKernels kernels = new CudaKernels();
    for (Precision precision : List.of(Precision.FP32, Precision.FP16)) {
      ModelProto model = proto(ModelGraphs.of(bundle, precision));
      Map<String, String> types = types(model.getGraph());
      for (NodeProto node : model.getGraph().getNodeList()) {
        long opset = opset(model, node.getDomain());
        boolean cast = node.getOpType().equals("Cast");
        assertTrue(
            kernels.has(
                node.getDomain(),
                node.getOpType(),
                opset,
                cast ? "T1" : "T",
                String.valueOf(types.get(computed(node)))),
            () -> precision + ": " + node.getOpType() + " of " + types.get(computed(node)));
        if (cast) {
          assertTrue(
              kernels.has("", "Cast", opset, "T2", String.valueOf(types.get(node.getOutput(0)))),
              node.getName());
        }
      }
    }
  }

  @Test
  void theNetworkIsInHalfAndItsHeadInSinglePrecision() throws IOException {
    GraphProto graph = proto(half(ModelBundle.open(Checkpoints.folder("base")))).getGraph();
    Map<String, String> types = types(graph);
    for (NodeProto node : graph.getNodeList()) {
      boolean head = node.getName().equals("ln_f") || node.getOpType().equals("Gemm");
      if (Set.of("MatMul", "MultiHeadAttention", "LayerNormalization", "FastGelu", "Gemm")
          .contains(node.getOpType())) {
        assertEquals(head ? "float" : "float16", types.get(computed(node)), node.getName());
      }
      for (String input : node.getInputList()) {
        assertTrue(input.isEmpty() || types.containsKey(input), input);
      }
    }
    assertEquals("float", types.get(OnnxGraph.LOGITS));
  }

  private static long opset(ModelProto model, String domain) {
    return model.getOpsetImportList().stream()
        .filter(set -> set.getDomain().equals(domain))
        .findFirst()
        .orElseThrow()
        .getVersion();
  }

  /** The input that an operator's main type is that of. */
  private static String computed(NodeProto node) {
    return node.getInput(node.getOpType().equals("Where") ? 1 : 0);
  }

  /** The element type of every value. */
  private static Map<String, String> types(GraphProto graph) {
    Map<String, String> types = new HashMap<>();
    for (ValueInfoProto input : graph.getInputList()) {
      types.put(input.getName(), name(input.getType().getTensorType().getElemType()));
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      types.put(tensor.getName(), name(tensor.getDataType()));
    }
    for (NodeProto node : graph.getNodeList()) {
      String type =
          switch (node.getOpType()) {
            case "Cast" -> name((int) attribute(node, "to").getI());
            case "Shape" -> "int64";
            case "Greater" -> "bool";
            default -> String.valueOf(types.get(computed(node)));
          };
      node.getOutputList().forEach(output -> types.put(output, type));
    }
    return types;
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String name(int type) {
    return TensorProto.DataType.forNumber(type).name().toLowerCase(Locale.ROOT);
  }
}

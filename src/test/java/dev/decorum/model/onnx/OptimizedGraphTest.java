package dev.decorum.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.ModelBundle;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime really computes, after it has changed the graph to its liking. */
class OptimizedGraphTest {

  /** Slow on the CPU, each of them; ONNX Runtime fuses smaller operators into them if it may. */
  private static final Set<String> SLOW =
      Set.of(
          "Attention",
          "LayerNormalization",
          "SkipLayerNormalization",
          "EmbedLayerNormalization",
          "SimplifiedLayerNormalization");

  @TempDir private Path folder;

  private Map<String, Integer> optimized(OnnxGraph graph) throws Exception {
    NativeLibraries.prepare();
    Engine.getEngine("OnnxRuntime");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Path file = folder.resolve("optimized.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream in = graph.open()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      options.setOptimizedModelFilePath(file.toString());
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path",
          graph.externalDataFolder().orElseThrow().toString());
      environment.createSession(in.readAllBytes(), options).close();
    }
    Map<String, Integer> operators = new TreeMap<>();
    for (NodeProto node : ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList()) {
      operators.merge(node.getOpType(), 1, Integer::sum);
    }
    return operators;
  }

  @Test
  void whatIsComputedIsWhatWasWritten() throws Exception {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    int layers = bundle.spec().network().layers();
    Map<String, Integer> operators = optimized(ModelGraphs.forCpu(bundle));
    assertTrue(operators.keySet().stream().noneMatch(SLOW::contains), operators.toString());
    assertEquals(layers * PackedBatchInputs.CHUNKS, operators.get("MultiHeadAttention"));
    // Six products a block and the classifier; the parts of c_attn are cut when it is loaded.
    assertEquals(6 * layers + 1, operators.get("Gemm"));
    assertEquals(layers, operators.get("FastGelu"));
    // Two norms a block and the last one take two means each.
    assertEquals(2 * (2 * layers + 1), operators.get("ReduceMean"));
    // Masks and key lists of the chunks; per block their queries, and the keys and values kept.
    int chunks = PackedBatchInputs.CHUNKS;
    assertEquals(3 * chunks + layers * (chunks + 2), operators.get("Slice"));
  }

  @Test
  void anExactGeluStaysExact() throws Exception {
    Map<String, Integer> operators =
        optimized(ModelGraphs.forCpu(ModelBundle.open(Checkpoints.folder("gelu"))));
    assertTrue(operators.containsKey("Gelu"), operators.toString());
    assertTrue(!operators.containsKey("FastGelu"), operators.toString());
  }

  @Test
  void halfPrecisionIsWidenedWhenLoaded() throws Exception {
    Map<String, Integer> operators =
        optimized(ModelGraphs.forCpu(ModelBundle.open(Checkpoints.folder("f16"))));
    // Only the rows of the two embeddings that a packed batch needs are cast while it runs.
    assertEquals(2, operators.get("Cast"));
  }
}

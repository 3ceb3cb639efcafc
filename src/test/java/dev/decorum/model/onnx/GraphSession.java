package dev.decorum.model.onnx;

import ai.djl.engine.Engine;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.decorum.infer.NativeLibraries;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph on ONNX Runtime, without Decorum's own inference. */
final class GraphSession implements AutoCloseable {
  private final OrtEnvironment environment = environment();
  private final OnnxGraph graph;
  private final OrtSession session;

  /** DJL has to come first: its engine refuses an environment that somebody else has made. */
  private static OrtEnvironment environment() {
    NativeLibraries.prepare();
    Engine.getEngine("OnnxRuntime");
    return OrtEnvironment.getEnvironment();
  }

  GraphSession(OnnxGraph graph) throws OrtException, IOException {
    this.graph = graph;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        InputStream in = graph.open()) {
      options.setIntraOpNumThreads(Integer.getInteger("threads", 1));
      options.setOptimizationLevel(
          OrtSession.SessionOptions.OptLevel.valueOf(System.getProperty("level", "ALL_OPT")));
      if (graph.externalDataFolder().isPresent()) {
        options.addConfigEntry(
            "session.model_external_initializers_file_folder_path",
            graph.externalDataFolder().get().toString());
      }
      session = environment.createSession(in.readAllBytes(), options);
    }
  }

  /** Logits of each row; rows are padded on the right. */
  float[][] logits(List<long[]> rows, long padding) throws OrtException {
    int length = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    long[][] ids = new long[rows.size()][length];
    long[][] mask = new long[rows.size()][length];
    long[][] positions = new long[rows.size()][length];
    long[][] last = new long[rows.size()][1];
    for (int r = 0; r < rows.size(); r++) {
      long[] row = rows.get(r);
      for (int i = 0; i < length; i++) {
        ids[r][i] = i < row.length ? row[i] : padding;
        mask[r][i] = i < row.length ? 1 : 0;
        positions[r][i] = i;
      }
      int end = row.length - 1;
      while (end > 0 && row[end] == padding) {
        end--;
      }
      last[r][0] = end;
    }
    Map<String, long[][]> all =
        Map.of(
            OnnxGraph.INPUT_IDS, ids,
            OnnxGraph.ATTENTION_MASK, mask,
            OnnxGraph.POSITION_IDS, positions,
            OnnxGraph.LAST_INDEX, last);
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      for (String name : graph.inputs()) {
        inputs.put(name, OnnxTensor.createTensor(environment, all.get(name)));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return (float[][]) result.get(OnnxGraph.LOGITS).orElseThrow().getValue();
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}

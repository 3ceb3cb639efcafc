package dev.decorum.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of CUDA kernels among the test resources, which says where it comes from. */
final class CudaKernels {
  private static final Path TABLE = Path.of("src/test/resources/cuda/operator-kernels.tsv");

  private record Row(int from, int to, Map<String, Set<String>> types) {}

  private final Map<String, Row> rows = new HashMap<>();

  CudaKernels() throws IOException {
    for (String line : Files.readAllLines(TABLE)) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      String[] versions = cells[2].replace("+", "-999").split("-", -1);
      Map<String, Set<String>> types = new HashMap<>();
      for (String parameter : cells[3].split("; ", -1)) {
        String[] parts = parameter.split("=", -1);
        types.put(parts[0], Set.copyOf(List.of(parts[1].split(" ", -1))));
      }
      rows.put(
          cells[0] + ":" + cells[1],
          new Row(Integer.parseInt(versions[0]), Integer.parseInt(versions[1]), types));
    }
  }

  /** Whether there is a kernel of the operator for a type in the place of a type parameter. */
  boolean has(String domain, String operator, long opset, String parameter, String type) {
    Row row = rows.get((domain.isEmpty() ? "ai.onnx" : domain) + ":" + operator);
    return row != null
        && row.from() <= opset
        && opset <= row.to()
        && row.types().getOrDefault(parameter, Set.of()).contains(type);
  }
}

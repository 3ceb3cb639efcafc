package dev.decorum.model.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What Hugging Face makes of a row of token ids. */
record ParityCase(String id, List<Long> ids, List<Double> expected, double probability) {

  static List<ParityCase> read(Path file) throws IOException {
    List<ParityCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode json = new ObjectMapper().readTree(line);
      List<Long> ids = new ArrayList<>();
      json.get("input_ids").forEach(id -> ids.add(id.longValue()));
      cases.add(
          new ParityCase(
              json.get("id").textValue(),
              ids,
              List.of(json.at("/logits/0").doubleValue(), json.at("/logits/1").doubleValue()),
              json.get("appropriate_probability").doubleValue()));
    }
    return cases;
  }

  long[] row() {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }
}

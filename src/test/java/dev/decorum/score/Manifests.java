package dev.decorum.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Manifests of score files that a test has changed. */
public final class Manifests {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Manifests() {}

  /** Makes the manifest beside a score file one of the scores as they are now. */
  public static void update(Path scores) throws IOException {
    update(scores, scores);
  }

  /** Puts the manifest of {@code original} beside {@code scores}, as one of these. */
  public static void update(Path original, Path scores) throws IOException {
    ObjectNode report =
        (ObjectNode) MAPPER.readTree(Files.readAllBytes(RunReport.beside(original)));
    try (InputStream in = Files.newInputStream(scores)) {
      report.put("score_file_sha256", Sha256.of(in));
    }
    report.remove("sha256");
    report.put("sha256", Sha256.of(report.toString().getBytes(UTF_8)));
    Files.write(RunReport.beside(scores), MAPPER.writeValueAsBytes(report));
  }

  /** A report as one was before it had a checksum of its manifest. */
  public static String withoutChecksum(String report) {
    return report.replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"", "");
  }
}

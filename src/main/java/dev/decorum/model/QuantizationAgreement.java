package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the scores of a quantized model agree with those of its float32 original, on windows that it
 * was not calibrated on.
 *
 * @param rows the number of windows that were compared
 * @param sample the source of these windows and the calibration, in words
 * @param maxDelta the largest difference of probabilities, 0 to 1
 * @param p99Delta the 99th percentile of the differences
 * @param meanDelta the mean difference
 * @param maxLogitDelta the largest change of the difference of the two logits, which shows changes
 *     that probabilities near 0 or 1 hide
 * @param rankCorrelation Spearman's correlation of the probabilities; NaN if they are constant
 * @param baseline the probability that scores are compared with
 * @param flips the number of windows that change sides of the baseline
 */
public record QuantizationAgreement(
    int rows,
    String sample,
    double maxDelta,
    double p99Delta,
    double meanDelta,
    double maxLogitDelta,
    double rankCorrelation,
    double baseline,
    int flips) {

  private static final int LARGEST = 1 << 16;

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws ModelException if the file is something else
   */
  public static QuantizationAgreement read(Path file) {
    byte[] bytes;
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new ModelException(file + ": is not a regular file");
      }
      if (Files.size(file) > LARGEST) {
        throw new ModelException(file + ": too long for a report of agreement");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
    JsonFields fields = JsonFields.parse(file.toString(), bytes);
    String sample = fields.text("sample");
    return new QuantizationAgreement(
        (int) number(fields, "rows"),
        sample == null ? "" : sample,
        number(fields, "max_delta"),
        number(fields, "p99_delta"),
        number(fields, "mean_delta"),
        number(fields, "max_logit_delta"),
        fields.has("rank_correlation") ? number(fields, "rank_correlation") : Double.NaN,
        number(fields, "baseline"),
        (int) number(fields, "flips"));
  }

  private static double number(JsonFields fields, String name) {
    if (!fields.node().path(name).isNumber()) {
      throw fields.wrong(name, "a number");
    }
    return fields.node().path(name).doubleValue();
  }

  /** The agreement as a JSON object. */
  public byte[] json() {
    ObjectNode node = JsonFields.newObject();
    node.put("rows", rows);
    node.put("sample", sample);
    node.put("max_delta", maxDelta);
    node.put("p99_delta", p99Delta);
    node.put("mean_delta", meanDelta);
    node.put("max_logit_delta", maxLogitDelta);
    if (!Double.isNaN(rankCorrelation)) {
      node.put("rank_correlation", rankCorrelation);
    }
    node.put("baseline", baseline);
    node.put("flips", flips);
    return JsonFields.write(node);
  }
}

package dev.decorum.score;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.read.bytes.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run's manifest and summary as JSON: what {@code --summary} writes, and the sidecar that lies
 * beside every score file. The manifest comes first.
 *
 * @param run what the run was
 * @param scores what came out of it
 */
public record RunReport(RunManifest run, ScoreSummary scores) {

  /** Where the report on a score file lies. */
  public static Path beside(Path scores) {
    return scores.resolveSibling(scores.getFileName() + ".manifest.json");
  }

  /** The report that lies beside a score file; empty if none does. */
  public static Optional<Path> find(Path scores) {
    // Compressing a score file leaves its manifest where it was.
    Path uncompressed =
        scores.resolveSibling(
            String.valueOf(scores.getFileName()).replaceFirst("\\.(gz|zst)$", ""));
    return Stream.of(scores, uncompressed).map(RunReport::beside).filter(Files::exists).findFirst();
  }

  /**
   * The manifest in a report that {@link #write} wrote.
   *
   * @throws InputException if the file holds no manifest
   */
  public static RunManifest readManifest(Path report) throws IOException {
    return ScoreJson.read(report, "/run", RunManifest.class, "run manifest");
  }

  /** A manifest as one line of JSON. */
  public static String toJson(RunManifest manifest) {
    return ScoreJson.tree(manifest).toString();
  }

  /**
   * The manifest that {@link #toJson} made a text of.
   *
   * @param where it stands, for complaints
   * @throws InputException if it is none
   */
  public static RunManifest manifestOf(String json, String where) {
    return ScoreJson.parse(json, where, RunManifest.class, "run manifest");
  }

  /** Writes this report into a file, which appears when it is whole. */
  public void write(Path path) throws IOException {
    try (AtomicFile file = new AtomicFile(path)) {
      write(file.stream());
      file.commit();
    }
  }

  /** Writes this report and leaves {@code out} open. */
  public void write(OutputStream out) throws IOException {
    ObjectNode root = ScoreJson.object();
    root.set("run", ScoreJson.tree(run));
    root.set("scores", summaryTree());
    ScoreJson.write(out, root);
  }

  private ObjectNode summaryTree() {
    ObjectNode tree = ScoreJson.object();
    tree.put("count", scores.count());
    tree.put("scale", scores.scale().label());
    putFinite(tree, "mean", scores.mean());
    putFinite(tree, "mean_delta_percent", scores.meanDeltaPercent());
    if (scores.hasBaseline()) {
      tree.put("below_baseline", scores.belowBaseline());
    } else {
      tree.putNull("below_baseline");
    }
    putFinite(tree, "share_below_baseline", scores.shareBelowBaseline());
    putFinite(tree, "min", scores.min());
    putFinite(tree, "max", scores.max());
    ObjectNode quantiles = tree.putObject("quantiles");
    scores
        .quantiles()
        .forEach((q, value) -> putFinite(quantiles, String.format(Locale.ROOT, "%.2f", q), value));
    ArrayNode histogram = tree.putArray("histogram");
    scores.histogram().forEach(histogram::add);
    ObjectNode flags = tree.putObject("flags");
    scores.flags().forEach((flag, count) -> flags.put(flag.outputName(), count));
    return tree;
  }

  /** JSON has no NaN: a number that does not exist is null. */
  private static void putFinite(ObjectNode tree, String name, double value) {
    if (Double.isFinite(value)) {
      tree.put(name, value);
    } else {
      tree.putNull(name);
    }
  }
}

package dev.decorum.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.disk.AtomicFile;
import dev.decorum.model.files.Sha256;
import dev.decorum.read.bytes.Compression;
import dev.decorum.read.bytes.InputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's manifest and summary as JSON, as written by {@code --summary} and beside every score
 * file. The manifest comes first.
 *
 * @param run the manifest of the run
 * @param scores the summary of its scores
 * @param scoreFileSha256 SHA-256 of the uncompressed score file that the report is about; {@code
 *     null} if the scores went elsewhere
 * @param guardedTexts how many texts in the score file have an apostrophe before them that is not
 *     theirs, so that a spreadsheet does not take them for formulas: ids, names of bots and kept
 *     fields of CSV that begin with {@code =}, {@code +}, {@code -}, {@code @}, a tab or a carriage
 *     return and are no numbers. Decorum removes it where it reads them; other programs have to
 *     before they look for an id. Written only above 0
 * @param pairs describes the preference data that the file holds instead of scores; {@code null}
 *     for a score file
 */
public record RunReport(
    RunManifest run,
    ScoreSummary scores,
    @Nullable String scoreFileSha256,
    long guardedTexts,
    @Nullable PairsEntry pairs) {
  /** The suffix that makes the name of a report from that of its score file. */
  public static final String ENDING = ".manifest.json";

  private static final String RUN_MANIFEST = "run manifest";

  /** The suffixes of compressed score files. */
  private static final List<String> COMPRESSIONS = List.of(".gz", ".zst", ".bz2", ".xz");

  private static final String RUN = "run";
  private static final String PAIRS = "pairs";
  private static final String OWN_SHA_256 = "sha256";
  private static final String SHA_256 = "score_file_sha256";

  /** The number of bytes by which a report is recognised. */
  private static final int HEAD = 64;

  /** The report on scores without a file. */
  public RunReport(RunManifest run, ScoreSummary scores) {
    this(run, scores, null, 0, null);
  }

  /** The report on scores in a file. */
  public RunReport(RunManifest run, ScoreSummary scores, @Nullable String scoreFileSha256) {
    this(run, scores, scoreFileSha256, 0, null);
  }

  /** This report on a file with so many texts with an apostrophe before them. */
  public RunReport withGuardedTexts(long count) {
    return new RunReport(run, scores, scoreFileSha256, count, pairs);
  }

  /** The path of the report on a score file. */
  public static Path beside(Path scores) {
    return scores.resolveSibling(scores.getFileName() + ENDING);
  }

  /**
   * Makes sure that writing {@code report} will replace nothing but an earlier report.
   *
   * @throws InputException if it is some other file
   */
  public static void requireReplaceable(Path report) {
    if (!Files.exists(report)) {
      return;
    }
    boolean ours = false;
    if (Files.isRegularFile(report)) {
      try (InputStream in = Files.newInputStream(report)) {
        String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        ours = head.replaceAll("\\s", "").startsWith("{\"run\":");
      } catch (IOException e) {
        throw InputException.unreadable(report.toString(), e);
      }
    }
    if (!ours) {
      throw new InputException(
          report
              + ": is not a run manifest, and would be overwritten by one; move it away, or choose"
              + " another name for the scores");
    }
  }

  /**
   * The score file that a report is about; empty if the file is not a report or has no score file
   * beside it.
   */
  public static Optional<Path> scoresOf(Path report) {
    String name = String.valueOf(report.getFileName());
    if (!name.endsWith(ENDING) || !Files.exists(report)) {
      return Optional.empty();
    }
    String scores = name.substring(0, name.length() - ENDING.length());
    return Stream.concat(Stream.of(""), COMPRESSIONS.stream())
        .map(ending -> report.resolveSibling(scores + ending))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** In a folder whose files a cluster has written completely. */
  private static final String SUCCESS = "_SUCCESS";

  /**
   * The report beside a score file, or beside the folder that a cluster wrote and the file is a
   * part of; empty if there is none.
   */
  public static Optional<Path> find(Path scores) {
    return ownReport(scores).or(() -> folderOf(scores).map(RunReport::beside));
  }

  private static Optional<Path> ownReport(Path scores) {
    // Compressing a score file does not rename its manifest.
    String name = String.valueOf(scores.getFileName());
    Path uncompressed =
        COMPRESSIONS.stream()
            .filter(name::endsWith)
            .map(ending -> name.substring(0, name.length() - ending.length()))
            .map(scores::resolveSibling)
            .findFirst()
            .orElse(scores);
    return Stream.of(scores, uncompressed).map(RunReport::beside).filter(Files::exists).findFirst();
  }

  /**
   * The folder that a cluster wrote with a report on all of its files, of which this is one; empty
   * for a file that has a report of its own or none.
   */
  public static Optional<Path> folderOf(Path scores) {
    Path folder = scores.toAbsolutePath().normalize().getParent();
    return folder != null
            && folder.getFileName() != null
            && Files.exists(folder.resolve(SUCCESS))
            && Files.exists(beside(folder))
            && ownReport(scores).isEmpty()
        ? Optional.of(folder)
        : Optional.empty();
  }

  /**
   * The manifest beside a score file; empty if there is none.
   *
   * @param name the score file as the user named it
   * @throws InputException if the manifest cannot be used, was changed, or is about other scores,
   *     because the run was cut off between writing the two or the scores were changed
   */
  public static Optional<RunManifest> manifestBeside(String name, Path scores) throws IOException {
    Optional<Path> report = find(scores);
    if (report.isEmpty()) {
      return Optional.empty();
    }
    JsonNode read = ScoreJson.read(report.get(), RUN_MANIFEST);
    RunManifest manifest = manifestIn(read, report.get());
    JsonNode due = read.path(SHA_256);
    if (!due.isMissingNode() && !isOf(due.asText(), scores)) {
      String what = read.has(PAIRS) ? "pairs" : "scores";
      throw new InputException(
          name
              + ": these are not the "
              + what
              + " that "
              + report.get().getFileName()
              + " was written for: the run was interrupted between the two, or the "
              + what
              + " were changed since; run the same command again, or remove the manifest to use the "
              + what
              + " without it");
    }
    return Optional.of(manifest);
  }

  private static boolean isOf(String sha256, Path scores) {
    try (InputStream in = Compression.open(new BufferedInputStream(Files.newInputStream(scores)))) {
      return Sha256.of(in).equals(sha256);
    } catch (IOException e) {
      return true; // the reader of the scores reports what is wrong with them
    }
  }

  /**
   * Puts a score file in place with this report beside it. If that is cut off between the two, the
   * report does not match the scores, which {@link #manifestBeside} detects.
   *
   * @param file the complete scores, not committed yet
   * @param output the final path of the file
   * @return this report with the hash of the file
   */
  public RunReport commit(AtomicFile file, Path output) throws IOException {
    if (!file.isRegular()) {
      file.commit();
      return this;
    }
    RunReport whole = new RunReport(run, scores, file.contentSha256(), guardedTexts, pairs);
    try (AtomicFile report = new AtomicFile(beside(output))) {
      whole.write(report.stream());
      // The report first, since a report of an earlier version has no hash of its scores.
      AtomicFile.commitAll(List.of(report, file));
    }
    return whole;
  }

  /**
   * The manifest in a report that {@link #write} wrote.
   *
   * @throws InputException if the file has no manifest
   */
  public static RunManifest readManifest(Path report) throws IOException {
    return manifestIn(ScoreJson.read(report, RUN_MANIFEST), report);
  }

  private static RunManifest manifestIn(JsonNode report, Path file) {
    JsonNode due = report.path(OWN_SHA_256);
    if (!due.isMissingNode() && !due.asText().equals(ownSha256(report))) {
      throw new InputException(
          file
              + ": was changed since it was written: its checksum differs; run the same command"
              + " again, or remove it to use the scores without it");
    }
    return ScoreJson.record(report.path(RUN), file.toString(), RunManifest.class, RUN_MANIFEST);
  }

  /**
   * The hash of everything but the hash itself, as one line, which is the same after writing and
   * reading.
   */
  private static String ownSha256(JsonNode report) {
    ObjectNode rest = report.deepCopy();
    rest.remove(OWN_SHA_256);
    return Sha256.of(rest.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A manifest as one line of JSON. */
  public static String toJson(RunManifest manifest) {
    return ScoreJson.tree(manifest).toString();
  }

  /**
   * The manifest in a text from {@link #toJson}.
   *
   * @param where the place of the text, for error messages
   * @throws InputException if it is not a manifest
   */
  public static RunManifest manifestOf(String json, String where) {
    return ScoreJson.record(
        ScoreJson.parse(json, where, RUN_MANIFEST), where, RunManifest.class, RUN_MANIFEST);
  }

  /** Writes this report to a file, which appears once it is complete. */
  public void write(Path path) throws IOException {
    try (AtomicFile file = new AtomicFile(path)) {
      write(file.stream());
      file.commit();
    }
  }

  /** Writes this report and leaves {@code out} open. */
  public void write(OutputStream out) throws IOException {
    ObjectNode root = ScoreJson.object();
    root.set(RUN, ScoreJson.tree(run));
    root.set("scores", summaryTree());
    if (pairs != null) {
      root.set(PAIRS, ScoreJson.tree(pairs));
    }
    if (guardedTexts > 0) {
      root.put("guarded_texts", guardedTexts);
    }
    if (scoreFileSha256 != null) {
      root.put(SHA_256, scoreFileSha256);
    }
    root.put(OWN_SHA_256, ownSha256(root));
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

  /** Writes NaN, which JSON does not have, as null. */
  private static void putFinite(ObjectNode tree, String name, double value) {
    if (Double.isFinite(value)) {
      tree.put(name, value);
    } else {
      tree.putNull(name);
    }
  }
}

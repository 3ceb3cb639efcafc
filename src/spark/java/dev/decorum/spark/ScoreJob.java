package dev.decorum.spark;

import dev.decorum.api.JudgeOptions;
import dev.decorum.api.ReadOptions;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code score}, for {@code spark-submit}. */
@Command(
    name = "decorum-spark score",
    description = "Score chats of a lake: what 'decorum score' gives, on all executors.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ScoreJob implements Callable<Integer> {
  private static final int UNUSABLE = 3;

  /** The job, or an argument of it. */
  private static final int FAILED = 1;

  private static final Map<String, String> FORMATS = Map.of("parquet", "parquet", "jsonl", "json");

  @Option(names = "--input", paramLabel = "PATH", required = true, arity = "1..*",
      description = "Files, folders and patterns, in any file system that Spark reads.")
  private List<String> inputs = List.of();

  @Option(names = "--output", paramLabel = "PATH", required = true,
      description = "The folder of the scores, which must not exist.")
  private String output = "";

  @Option(names = "--rejects", paramLabel = "PATH",
      description = "The folder of what cannot be scored, with the reasons, as JSON Lines.")
  private @Nullable String rejects;

  @Option(names = "--format", defaultValue = "parquet",
      description = "parquet or jsonl (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Option(names = {"-m", "--model"}, paramLabel = "MODEL",
      description = "The model's folder on every node, or the name of one in --archives.")
  private @Nullable String model;

  @Option(names = "--precision", defaultValue = "auto",
      description = "auto, fp32, int8x3 or int8 (default: ${DEFAULT-VALUE}).")
  private String precision = "auto";

  @Option(names = "--formatter",
      description = "The formatter; default: the model's own, or else pygmalion.")
  private @Nullable String formatter;

  @Option(names = "--history", defaultValue = "0",
      description = "The last N messages; 0 for the model's own number, or else 10.")
  private int history;

  @Option(names = "--max-tokens", defaultValue = "0",
      description = "At most N tokens; 0 for as many as the model takes.")
  private int maxTokens;

  @Option(names = "--turns", defaultValue = "last",
      description = "last, bot or all: what is scored (default: ${DEFAULT-VALUE}).")
  private String turns = "last";

  @Option(names = "--baseline", defaultValue = "NaN",
      description = "What scores are compared with; default: the model's own, or else 0.672.")
  private double baseline = Double.NaN;

  @Option(names = "--appropriate-label",
      description = "The label that means appropriate, if the model does not tell.")
  private @Nullable String appropriateLabel;

  @Option(names = "--input-format", defaultValue = "auto",
      description = "The layout of all files, or auto (default: ${DEFAULT-VALUE}).")
  private String inputFormat = "auto";

  @Option(names = "--map", split = ",", paramLabel = "FIELD=COLUMN",
      description = "The column or path of the input for a field.")
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(names = "--keep", split = ",", paramLabel = "FIELD",
      description = "Fields of the input to carry over.")
  private List<String> keep = List.of();

  @Option(names = "--partitions", defaultValue = "0",
      description = "How many parts are scored; 0 for four for each core.")
  private int partitions;

  /** Runs the job; the arguments may begin with the word {@code score}. */
  public static void main(String[] arguments) {
    String[] options =
        arguments.length > 0 && arguments[0].equals("score")
            ? Arrays.copyOfRange(arguments, 1, arguments.length)
            : arguments;
    int exitCode =
        new CommandLine(new ScoreJob())
            .setExecutionExceptionHandler(
                (e, line, result) -> {
                  System.err.println("decorum: " + e.getMessage());
                  return e instanceof DecorumException ? UNUSABLE : FAILED;
                })
            .execute(options);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws Exception {
    String written = FORMATS.get(format);
    if (written == null) {
      throw new UsageException("--format: '" + format + "' is neither parquet nor jsonl");
    }
    ScoringOptions options =
        new ScoringOptions(
            model,
            new JudgeOptions(
                "cpu", precision, appropriateLabel, formatter, history, maxTokens, turns, baseline,
                256),
            ReadOptions.defaults().withInputFormat(inputFormat).withMap(map).withKeep(keep),
            partitions);
    long begun = System.nanoTime();
    try (SparkSession spark = SparkSession.builder().appName("decorum score").getOrCreate()) {
      SparkScoring scoring = new SparkScoring(spark, options);
      Dataset<Row> scored =
          scoring
              .scored(LakeFiles.find(inputs, spark.sparkContext().hadoopConfiguration()))
              .persist(StorageLevel.DISK_ONLY());
      write(scoring.scores(scored), output, written);
      writeManifest(scoring.manifest(scored, (System.nanoTime() - begun) / 1e9), spark);
      if (rejects != null) {
        write(scoring.rejects(scored).coalesce(1), rejects, "json");
      }
    }
    return 0;
  }

  private void writeManifest(String manifest, SparkSession spark) throws IOException {
    Path beside = new Path(output).suffix(".manifest.json");
    try (OutputStream out =
        beside
            .getFileSystem(spark.sparkContext().hadoopConfiguration())
            .create(beside, true)) {
      out.write(manifest.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void write(Dataset<Row> rows, String path, String format) {
    rows.write().mode(SaveMode.ErrorIfExists).format(format).save(path);
  }
}

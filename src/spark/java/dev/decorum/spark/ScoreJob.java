package dev.decorum.spark;

import dev.decorum.api.JudgeOptions;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.RunTotals;
import dev.decorum.failure.DecorumException;
import dev.decorum.failure.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code score}, for {@code spark-submit}. */
@Command(
    name = "spark-submit --class dev.decorum.spark.ScoreJob decorum-spark.jar score",
    description = "Score chats of a lake: what 'decorum score' gives, on all executors.",
    synopsisHeading = "Usage: ",
    customSynopsis =
        "spark-submit [ITS OPTIONS] --class dev.decorum.spark.ScoreJob JAR score --input PATH..."
            + " --output PATH [OPTIONS]",
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class ScoreJob implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("decorum");

  /** The job, or an argument of it. */
  private static final int FAILED = 1;

  private static final int USAGE = 2;
  private static final int UNUSABLE = 3;
  private static final int FEW = 5;

  private static final Map<String, String> FORMATS = Map.of("parquet", "parquet", "jsonl", "json");

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description =
          "Files, folders and patterns, in any file system that Spark reads: every layout and"
              + " compression that 'decorum score' reads.")
  private List<String> inputs = List.of();

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "The folder of the scores, which must not exist.")
  private String output = "";

  @Option(
      names = "--format",
      defaultValue = "parquet",
      paramLabel = "FORMAT",
      description = "parquet or jsonl (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Option(
      names = "--rejects",
      paramLabel = "PATH",
      description =
          "The folder of rows that have no score, with file, line and reason, as JSON Lines; must"
              + " not exist.")
  private @Nullable String rejects;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "The model's folder on every node, the name of one in --archives, or OWNER/NAME[@REVISION]"
              + " of one in the hub cache of every node. Default: the bundled demo model.")
  private @Nullable String model;

  @Option(
      names = "--appropriate-label",
      paramLabel = "LABEL",
      description = "The label that means appropriate, if the model does not tell.")
  private @Nullable String appropriateLabel;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "auto",
      description = "auto, fp32, int8x3 or int8 (default: ${DEFAULT-VALUE}, which is fp32).")
  private String precision = "auto";

  @Option(
      names = "--formatter",
      paramLabel = "NAME|FILE",
      description =
          "The format of the text, by name or by a JSON file on every node or in --files; default:"
              + " the model's own, or else pygmalion.")
  private @Nullable String formatter;

  @Option(
      names = "--history",
      paramLabel = "N",
      defaultValue = "0",
      description = "The last N messages, or all; default: the model's own number, or else 10.")
  private String history = "0";

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "0",
      description = "Keep the last N tokens; default: as many as the model takes.")
  private int maxTokens;

  @Option(
      names = "--turns",
      paramLabel = "WHICH",
      defaultValue = "last",
      description = "last, bot or all: what is scored (default: ${DEFAULT-VALUE}).")
  private String turns = "last";

  @Option(
      names = "--baseline",
      paramLabel = "P",
      defaultValue = "NaN",
      description = "What scores are compared with; default: the model's own, or else 0.672.")
  private double baseline = Double.NaN;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      defaultValue = "auto",
      description = "The layout of all files, or auto (default: ${DEFAULT-VALUE}).")
  private String inputFormat = "auto";

  @Option(
      names = "--map",
      split = ",",
      paramLabel = "FIELD=COLUMN",
      description = "The column or path of the input for a field.")
  private Map<String, String> map = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "FIELD",
      description = "Fields of the input to carry over into the scores.")
  private List<String> keep = List.of();

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "SIDE=WORD",
      description = "The side (user, bot, system, omitted) that a word of the input means.")
  private List<String> roles = List.of();

  @Option(
      names = "--bot-name",
      paramLabel = "NAME",
      description = "The bot's name if the input has none (default: Bot).")
  private @Nullable String botName;

  @Option(
      names = "--user-name",
      paramLabel = "NAME",
      description = "The user's name if the input has none (default: You).")
  private @Nullable String userName;

  @Option(
      names = "--encoding",
      paramLabel = "CHARSET",
      description = "The encoding of text files (default: by their bytes).")
  private @Nullable String encoding;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many parts are scored; default: four for each core, and more if they would have more"
              + " than 64 MB.")
  private int partitions;

  @Option(
      names = "--no-shuffle",
      description =
          "Score rows by the task that reads their file, in their order, and do not bring chats"
              + " together that begin alike: for many files in which they stand together already.")
  private boolean noShuffle;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli alone reads it
  private boolean help;

  /** Runs the job; the arguments may begin with the word {@code score}. */
  public static void main(String[] arguments) {
    boolean named = arguments.length > 0 && !arguments[0].startsWith("-");
    if (named && !arguments[0].equals("score")) {
      say("'" + arguments[0] + "' is not a command of this job, which has 'score' alone");
      System.exit(USAGE);
    }
    String[] options = named ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
    CommandLine job =
        new CommandLine(new ScoreJob())
            .setParameterExceptionHandler((e, words) -> refuse(e))
            .setExecutionExceptionHandler((e, line, result) -> report(e));
    int exitCode =
        misspelt(job, options)
            .map(option -> refuse(new UnmatchedArgumentException(job, List.of(option))))
            .orElseGet(() -> job.execute(options));
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** An option that the job does not have, which picocli would take for an input. */
  private static Optional<String> misspelt(CommandLine job, String[] options) {
    Set<String> known = job.getCommandSpec().optionsMap().keySet();
    return Arrays.stream(options)
        .map(option -> option.split("=", 2)[0])
        .filter(option -> option.startsWith("-") && !known.contains(option))
        .findFirst();
  }

  private static int refuse(ParameterException e) {
    String near = "";
    if (e instanceof UnmatchedArgumentException unknown) {
      near =
          unknown.getSuggestions().stream()
              .findFirst()
              .map(name -> "; did you mean " + name + "?")
              .orElse("");
    }
    say(e.getMessage() + near);
    System.err.println("Try 'score --help' with this jar, or the page on Apache Spark.");
    return USAGE;
  }

  private static void say(String what) {
    System.err.println("decorum: " + what);
  }

  private static int report(Exception e) {
    say(reason(e));
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    if (e instanceof UsageException || e instanceof IllegalArgumentException) {
      return USAGE;
    }
    return e instanceof DecorumException ? UNUSABLE : FAILED;
  }

  /** In one line what went wrong; Spark puts the traces of the task and of itself behind it. */
  private static String reason(Exception e) {
    Throwable cause = e;
    while (!(cause instanceof DecorumException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String what = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (e instanceof SparkException && cause != e) {
      String task = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return task.contains(what) ? task : task + ": " + what;
    }
    return what.isEmpty() ? cause.toString() : what;
  }

  @Override
  public Integer call() throws Exception {
    String written = FORMATS.get(format);
    if (written == null) {
      throw new UsageException("--format: '" + format + "' is neither parquet nor jsonl");
    }
    ScoringOptions options = options();
    SparkSession spark = SparkSession.builder().appName("decorum score").getOrCreate();
    int exitCode = FAILED;
    try {
      exitCode = score(spark, options, written);
      return exitCode;
    } catch (RuntimeException | IOException e) {
      exitCode = exitCode(e);
      throw e;
    } finally {
      // Where the driver runs on the cluster, this is what the cluster is told.
      spark.sparkContext().stop(exitCode);
    }
  }

  private int score(SparkSession spark, ScoringOptions options, String written) throws IOException {
    long begun = System.nanoTime();
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    requireFree(configuration);
    LakeFiles files = LakeFiles.find(inputs, configuration);
    LOG.info("inputs: {}", files);
    SparkScoring scoring = new SparkScoring(spark, options);
    scoring.notices().forEach(LOG::warn);
    files.twice().forEach(name -> LOG.warn("{}: named twice; it is read once", name));
    if (!files.passedOver().isEmpty()) {
      LOG.warn(
          "passed over, going by their names: {} files, the first of them {}",
          files.passedOver().size(),
          files.passedOver().get(0));
    }
    scoring.sample(files.files(), LOG::info);
    scoring.counters().tell(spark.sparkContext());
    Dataset<Row> scored = scoring.scored(files).persist(StorageLevel.DISK_ONLY());
    RunTotals totals = scoring.totals(scored, files);
    totals.notices(options.read()).forEach(LOG::warn);
    tellRejects(scoring.rejects(scored), totals);
    if (rejects != null) {
      write(scoring.rejects(scored).coalesce(1), rejects, "json", true);
    }
    if (totals.scored() == 0) {
      say("no row has a score");
      return totals.inputsFailed() > 0 ? UNUSABLE : FAILED;
    }
    // All rows of JSON Lines have the same fields.
    write(inForm(scoring.scores(scored), written), output, written, false);
    // Last, as a sign that all is there.
    double seconds = (System.nanoTime() - begun) / 1e9;
    writeManifest(scoring.manifest(totals, seconds), configuration);
    LOG.info("{}: {}; {} s", output, totals.inALine(), Math.round(seconds));
    if (totals.inputsFailed() > 0) {
      say(
          totals.inputsFailed()
              + " of "
              + files.files().size()
              + " files could not be read, or not to the end; the others are scored");
      return UNUSABLE;
    }
    return 0;
  }

  private ScoringOptions options() {
    ScoringOptions defaults = ScoringOptions.defaults();
    JudgeOptions judge =
        defaults
            .judge()
            .withPrecision(precision)
            .withAppropriateLabel(appropriateLabel)
            .withFormatter(formatter)
            .withHistory(messages())
            .withMaxTokens(maxTokens)
            .withTurns(turns)
            .withBaseline(baseline);
    ReadOptions read =
        defaults
            .read()
            .withInputFormat(inputFormat)
            .withMap(map)
            .withKeep(keep)
            .withRoles(sides())
            .withBotName(botName)
            .withUserName(userName)
            .withEncoding(encoding);
    return new ScoringOptions(model, judge, read, partitions, !noShuffle);
  }

  private int messages() {
    if (history.toLowerCase(Locale.ROOT).equals("all")) {
      return Integer.MAX_VALUE;
    }
    try {
      return Integer.parseInt(history);
    } catch (NumberFormatException e) {
      throw new UsageException("--history must be a number or all, not '" + history + "'", e);
    }
  }

  private Map<String, String> sides() {
    Map<String, String> sides = new LinkedHashMap<>();
    for (String each : roles) {
      int equals = each.indexOf('=');
      if (equals < 0) {
        throw new UsageException("--roles must have the form SIDE=WORD, not '" + each + "'");
      }
      sides.put(each.substring(equals + 1), each.substring(0, equals));
    }
    return sides;
  }

  /** Makes sure before any work that what is to be written can be. */
  private void requireFree(Configuration configuration) throws IOException {
    Map<String, String> folders = new LinkedHashMap<>();
    folders.put("--output", output);
    if (rejects != null) {
      String one = new Path(output) + "/";
      String other = new Path(rejects) + "/";
      if (one.startsWith(other) || other.startsWith(one)) {
        throw new UsageException(
            "--rejects " + rejects + " and --output " + output + " must lie beside each other");
      }
      folders.put("--rejects", rejects);
    }
    for (Map.Entry<String, String> each : folders.entrySet()) {
      requireFree(each.getKey(), new Path(each.getValue()), configuration);
    }
  }

  private static void requireFree(String option, Path folder, Configuration configuration)
      throws IOException {
    FileSystem system = folder.getFileSystem(configuration);
    for (Path each : List.of(folder, manifestOf(folder))) {
      if (system.exists(each)) {
        throw new UsageException(
            option + " " + folder + ": " + each + " exists already; remove it, or name another");
      }
    }
    try {
      if (system.mkdirs(folder)) {
        system.delete(folder, false);
        return;
      }
    } catch (IOException e) {
      throw new JobException(option + " " + folder + ": cannot be written: " + e.getMessage());
    }
    throw new JobException(option + " " + folder + ": cannot be written");
  }

  private static Path manifestOf(Path folder) {
    return folder.suffix(".manifest.json");
  }

  private void tellRejects(Dataset<Row> rows, RunTotals totals) {
    if (totals.rejected() == 0 && totals.inputsFailed() == 0) {
      return;
    }
    for (Row row : rows.takeAsList(FEW)) {
      String line = row.isNullAt(1) ? "" : ":" + row.get(1);
      // The reason of a file that cannot be read names the file.
      String place = row.getString(0).isEmpty() ? "" : row.get(0) + line + ": ";
      LOG.warn("{}{}", place, row.getString(4));
    }
    LOG.warn(
        "{} rows and {} files have no score; {}",
        totals.rejected(),
        totals.inputsFailed(),
        rejects == null
            ? "--rejects would write them all with their reasons"
            : "see " + rejects + " for all of them with their reasons");
  }

  /** JSON Lines have a list of flags, as those of the command line. */
  private static Dataset<Row> inForm(Dataset<Row> scores, String format) {
    return format.equals("json")
        ? scores.withColumn(
            "flags",
            functions.coalesce(
                functions.split(functions.col("flags"), ";"),
                functions.array().cast("array<string>")))
        : scores;
  }

  private void writeManifest(String manifest, Configuration configuration) throws IOException {
    Path beside = manifestOf(new Path(output));
    FileSystem system = beside.getFileSystem(configuration);
    if (system instanceof ChecksumFileSystem local) {
      // Otherwise a hidden file of checksums is left beside it.
      system = local.getRawFileSystem();
    }
    try (OutputStream out = system.create(beside, true)) {
      out.write(manifest.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void write(
      Dataset<Row> rows, String path, String format, boolean ignoreNullFields) {
    rows.write()
        .mode(SaveMode.ErrorIfExists)
        .option("ignoreNullFields", ignoreNullFields)
        .format(format)
        .save(path);
  }
}

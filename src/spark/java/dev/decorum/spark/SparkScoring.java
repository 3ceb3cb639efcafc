package dev.decorum.spark;

import dev.decorum.api.ChatFiles;
import dev.decorum.api.Judge;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.Rejected;
import dev.decorum.api.RunTotals;
import dev.decorum.api.ScoreSchema;
import dev.decorum.failure.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores chats on all executors of a session. */
final class SparkScoring {
  private static final Logger LOG = LoggerFactory.getLogger("decorum");
  private static final int FEW = 5;
  private static final String REJECTED_ID = "rejected_id";
  private static final String REJECTED_REASON = "rejected_reason";
  private static final String REJECTED_PLACE = "rejected_place";
  private static final String REJECTED_RAW = "rejected_raw";
  private static final int PARTS_FOR_A_CORE = 4;

  /** How many files the driver looks into, and how many rows of each. */
  private static final int SAMPLED_FILES = 3;

  private static final int SAMPLED_ROWS = 100;

  /** The largest file that is copied to the driver for that. */
  private static final long MOST_COPIED = 256 << 20;

  private final SparkSession spark;
  private final ScoringOptions options;
  private final List<String> notices;
  private final Map<String, String> sha256;
  private final ScoreSchema schema;
  private final Counters counters;

  /**
   * Looks at the model once, on the driver, to see what it is.
   *
   * @throws dev.decorum.failure.DecorumException if it is unusable
   */
  SparkScoring(SparkSession spark, ScoringOptions options) {
    this.spark = spark;
    this.options = options;
    try (Judge judge = Engines.described(options)) {
      this.notices = judge.notices();
      this.sha256 = judge.sha256();
      this.schema = judge.schema(options.read().keep());
    }
    requireColumnsApart(options.read().keep());
    this.counters = new Counters(spark.sparkContext());
  }

  /** For Spark, names that differ only in case are the same. */
  private void requireColumnsApart(List<String> keep) {
    Set<String> known = new HashSet<>();
    for (StructField column : scoredColumns().fields()) {
      if (!known.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new UsageException(
            "--keep "
                + String.join(",", keep)
                + ": the scores have a column "
                + column.name()
                + " already, for Spark does not tell capitals from small letters");
      }
    }
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** What users should be told of the model. */
  List<String> notices() {
    return notices;
  }

  /** What tasks have done so far. */
  Counters counters() {
    return counters;
  }

  /** The columns of scores: those of a score file, and {@value ReadRow#ORDER}. */
  private StructType scoreColumns() {
    List<StructField> fields = new ArrayList<>();
    schema.types().forEach((name, type) -> fields.add(field(name, sparkType(type))));
    fields.add(field(ReadRow.ORDER, DataTypes.LongType));
    return new StructType(fields.toArray(StructField[]::new));
  }

  private static DataType sparkType(Class<?> type) {
    if (type == Integer.class) {
      return DataTypes.IntegerType;
    }
    if (type == Float.class) {
      return DataTypes.FloatType;
    }
    return type == Double.class ? DataTypes.DoubleType : DataTypes.StringType;
  }

  /**
   * Reads the first rows of some of the files, on the driver.
   *
   * @param notices takes a sentence for each thing that is decided, such as the layout of a file
   * @throws JobException if these are all files, and none can be read
   */
  void sample(List<LakeFile> all, Consumer<String> notices) {
    List<LakeFile> files = all.stream().filter(SparkScoring::isQuicklySampled).toList();
    int failed = 0;
    int sampled = Math.min(SAMPLED_FILES, files.size());
    String reason = "";
    for (int i = 0; i < sampled; i++) {
      // The first, the last, and one between.
      LakeFile file = files.get(sampled == 1 ? 0 : i * (files.size() - 1) / (sampled - 1));
      try (ChatFiles rows = ChatFiles.part(file.with(configuration()), options.read(), notices)) {
        if (rows.hasNext() && rows.next() instanceof Rejected rejected && rejected.isFile()) {
          failed++;
          reason = rejected.reason();
        }
        for (int row = 1; row < SAMPLED_ROWS && rows.hasNext(); row++) {
          rows.next();
        }
      }
    }
    if (failed == all.size()) {
      throw new JobException(reason);
    }
  }

  /** Parquet files and zip archives are read from their ends, and copied as a whole for that. */
  private static boolean isQuicklySampled(LakeFile file) {
    return file.bytes() <= MOST_COPIED || !file.path().matches("(?i).*\\.(parquet|zip)");
  }

  private SerializableConfiguration configuration() {
    return new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Reads chats of files, each by one task, and scores them.
   *
   * @return for each chat its score, and for each row that has none the reason in the columns
   *     {@code rejected_…}; besides them totals
   */
  Dataset<Row> scored(LakeFiles files) {
    return scored(
        read(files.files()), (int) Math.min(1_000_000, files.bytes() / LakeFiles.STRETCH));
  }

  private Dataset<Row> read(List<LakeFile> files) {
    SerializableConfiguration configuration = configuration();
    ReadOptions how = options.read();
    // In any order but that of their names, in which large ones may stand together.
    List<LakeFile> shuffled = new ArrayList<>(files);
    Collections.shuffle(shuffled, new Random(files.size()));
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(shuffled, Math.max(1, files.size()))
            .flatMap(
                file -> new ReadRows(file.with(configuration), file.number(), file.stretch(), how));
    return spark.createDataFrame(rows, ReadRow.SCHEMA);
  }

  /** Scores the rows of a dataset: see {@link Decorum#score}. */
  Dataset<Row> score(Dataset<Row> chats) {
    ReadOptions how = options.read();
    requireColumns(chats, how);
    JavaRDD<String> lines = chats.toJSON().javaRDD();
    JavaRDD<Row> rows =
        lines.mapPartitionsWithIndex((number, part) -> new DatasetRows(part, number, how), false);
    return scored(spark.createDataFrame(rows, ReadRow.SCHEMA), lines.getNumPartitions())
        .filter(functions.col(ReadRow.TOTALS).isNull())
        .drop(ReadRow.TOTALS);
  }

  private static void requireColumns(Dataset<Row> chats, ReadOptions how) {
    if (how.encoding() != null) {
      throw new IllegalArgumentException("the texts of a dataset have no encoding");
    }
    Set<String> columns = new TreeSet<>();
    addNames(chats.schema(), columns);
    for (String name : Stream.concat(how.map().values().stream(), how.keep().stream()).toList()) {
      String first = name.replaceFirst("^/", "").split("[./\\[]", 2)[0];
      if (!columns.contains(name) && !columns.contains(first)) {
        throw new IllegalArgumentException(
            "the dataset has no column '" + name + "'; it has " + String.join(", ", columns));
      }
    }
  }

  /** The names of columns, and of fields within them such as those of messages in a list. */
  private static void addNames(DataType type, Set<String> names) {
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        names.add(field.name());
        addNames(field.dataType(), names);
      }
    } else if (type instanceof ArrayType array) {
      addNames(array.elementType(), names);
    }
  }

  private Dataset<Row> scored(Dataset<Row> read, int leastParts) {
    Dataset<Row> parts = read;
    if (options.together()) {
      int partitions = options.partitions();
      if (partitions == 0) {
        int cores = spark.sparkContext().defaultParallelism();
        partitions = Math.max(PARTS_FOR_A_CORE * cores, leastParts);
      }
      parts =
          read.repartition(partitions, functions.col(ReadRow.NEIGHBOURS))
              .sortWithinPartitions(ReadRow.NEIGHBOURS, ReadRow.ORDER);
    }
    ScoringOptions with = options;
    Map<String, String> expected = sha256;
    ScoreSchema values = schema;
    Counters count = counters;
    JavaRDD<Row> rows =
        parts
            .javaRDD()
            .mapPartitions(
                part ->
                    part.hasNext()
                        ? new ScoreRows(part, with, expected, values, count)
                        : Collections.emptyIterator());
    return spark.createDataFrame(rows, scoredColumns());
  }

  private StructType scoredColumns() {
    return scoreColumns()
        .add(REJECTED_ID, DataTypes.StringType, true)
        .add(REJECTED_REASON, DataTypes.StringType, true)
        .add(REJECTED_PLACE, DataTypes.StringType, true)
        .add(REJECTED_RAW, DataTypes.StringType, true)
        .add(ReadRow.TOTALS, DataTypes.BinaryType, true);
  }

  /** The scores among the rows of {@link #scored}. */
  Dataset<Row> scores(Dataset<Row> scored) {
    return scored
        .filter(functions.col(REJECTED_REASON).isNull().and(functions.col(ReadRow.TOTALS).isNull()))
        .drop(REJECTED_ID, REJECTED_REASON, REJECTED_PLACE, REJECTED_RAW, ReadRow.TOTALS);
  }

  /** The rejections among the rows of {@link #scored}. */
  Dataset<Row> rejects(Dataset<Row> scored) {
    return scored
        .filter(functions.col(REJECTED_REASON).isNotNull())
        .select(
            part(1).as("file"),
            number(2).as("line"),
            number(3).as("column"),
            functions
                .when(
                    functions.col(REJECTED_ID).notEqual(functions.col(REJECTED_PLACE)),
                    functions.col(REJECTED_ID))
                .as(ReadRow.ID),
            functions.col(REJECTED_REASON).as(ReadRow.REASON),
            functions.col(REJECTED_RAW).as(ReadRow.RAW));
  }

  private static Column number(int part) {
    return functions.coalesce(part(part).try_cast(DataTypes.LongType), functions.lit(0L));
  }

  /** A part of a place, which is {@code file:line:column} without what is unknown. */
  private static Column part(int number) {
    return functions.regexp_extract(
        functions.col(REJECTED_PLACE), "(?s)^(.*?)(?::([0-9]+))?(?::([0-9]+))?$", number);
  }

  /**
   * The totals of a run. They are rows among the scored ones, so that a task that is repeated
   * counts once.
   */
  RunTotals totals(Dataset<Row> scored, LakeFiles files) {
    RunTotals totals = added(scored);
    Dataset<Row> repeated =
        scores(scored)
            .groupBy(ReadRow.ID)
            .agg(functions.count_distinct(functions.col(ReadRow.ORDER)).minus(1).as("others"))
            .filter("others > 0");
    Row others =
        repeated.agg(functions.coalesce(functions.sum("others"), functions.lit(0L))).head();
    List<String> examples = new ArrayList<>();
    if (others.getLong(0) > 0) {
      repeated.orderBy(ReadRow.ID).takeAsList(FEW).forEach(row -> examples.add(row.getString(0)));
      LOG.warn(
          "{} conversations have the id of another one ({}): they are scored all the same, but ids"
              + " alone do not tell them apart",
          String.format(Locale.ROOT, "%,d", others.getLong(0)),
          String.join(", ", examples));
    }
    totals.ofWhole(others.getLong(0), examples, files.twice(), files.passedOver());
    return totals;
  }

  private static RunTotals added(Dataset<Row> scored) {
    return scored
        .filter(functions.col(ReadRow.TOTALS).isNotNull())
        .select(ReadRow.TOTALS)
        .javaRDD()
        .map(row -> TotalsBytes.read(row.getAs(0)))
        .treeReduce(
            (some, more) -> {
              some.add(more);
              return some;
            });
  }

  /**
   * The manifest of a run.
   *
   * @throws JobException if the model has changed
   */
  String manifest(RunTotals totals, double seconds) {
    try (Judge judge = Engines.described(options)) {
      if (!judge.sha256().equals(sha256)) {
        throw new JobException("the model or its formatter has changed since the job began");
      }
      return judge.manifest(totals, seconds);
    }
  }
}

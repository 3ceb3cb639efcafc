package dev.decorum.spark;

import dev.decorum.api.Chat;
import dev.decorum.api.ChatFile;
import dev.decorum.api.ChatFiles;
import dev.decorum.api.Judge;
import dev.decorum.api.Judgement;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.Rejected;
import dev.decorum.api.RunTotals;
import dev.decorum.api.Score;
import dev.decorum.api.ScoreSchema;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Scores chats on all executors of a session. */
public final class SparkScoring {
  /** The place of a row among all inputs: the number of its file, and that of its row. */
  static final String ORDER = "input_order";

  /** A file has fewer rows than this. */
  private static final int ROW_BITS = 40;

  /** Of so many rows, those of one bot come together. */
  private static final long TOGETHER = 50_000;

  private static final String BOT = "bot";
  private static final String CHAT = "chat";
  private static final String REASON = "reason";
  private static final String PLACE = "place";
  private static final String ID = "id";
  private static final String TOTALS = "totals";

  private static final StructType READ =
      new StructType(
          new StructField[] {
            field(ORDER, DataTypes.LongType),
            field(BOT, DataTypes.StringType),
            field(CHAT, DataTypes.BinaryType),
            field(ID, DataTypes.StringType),
            field(REASON, DataTypes.StringType),
            field(PLACE, DataTypes.StringType),
            field(TOTALS, DataTypes.BinaryType)
          });

  private final SparkSession spark;
  private final ScoringOptions options;
  private final Map<String, String> sha256;
  private final ScoreSchema schema;

  /**
   * Opens the model once, on the driver, to see that it can be used and what it is.
   *
   * @throws dev.decorum.failure.DecorumException if it is unusable
   */
  public SparkScoring(SparkSession spark, ScoringOptions options) {
    this.spark = spark;
    this.options = options;
    try (Judge judge = Engines.open(options.model(), options.judge())) {
      this.sha256 = judge.modelSha256();
      this.schema = judge.schema(options.read().keep());
    }
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /** The columns of scores: those of a score file, and {@value #ORDER}. */
  public StructType scoreColumns() {
    List<StructField> fields = new ArrayList<>();
    schema.types().forEach((name, type) -> fields.add(field(name, sparkType(type))));
    fields.add(field(ORDER, DataTypes.LongType));
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
   * Reads chats of files, each by one task, and scores them.
   *
   * @return for each chat its score, and for each row that has none the reason in the last three
   *     columns: {@code id}, {@code reason} and {@code place}
   */
  Dataset<Row> scored(List<LakeFile> files) {
    return scored(read(files));
  }

  private Dataset<Row> read(List<LakeFile> files) {
    SerializableConfiguration configuration =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    ReadOptions how = options.read();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, Math.max(1, files.size()))
            .flatMap(file -> new ReadRows(file.with(configuration), file.number(), how));
    return spark.createDataFrame(rows, READ);
  }

  /** Scores the rows of a dataset: see {@link Decorum#score}. */
  Dataset<Row> score(Dataset<Row> chats) {
    ReadOptions how = options.read();
    JavaRDD<Row> rows =
        chats
            .toJSON()
            .javaRDD()
            .mapPartitionsWithIndex(
                (number, lines) ->
                    new ReadRows(new LineFile("rows-" + number + ".jsonl", lines), number, how),
                false);
    return scored(spark.createDataFrame(rows, READ))
        .filter(functions.col(TOTALS).isNull())
        .drop(TOTALS);
  }

  private Dataset<Row> scored(Dataset<Row> read) {
    int partitions =
        options.partitions() > 0
            ? options.partitions()
            : 4 * spark.sparkContext().defaultParallelism();
    Dataset<Row> together =
        read.repartition(
                partitions,
                functions.col(BOT),
                functions.expr(ORDER + " div " + TOGETHER))
            .sortWithinPartitions(BOT, ORDER);
    ScoringOptions with = options;
    Map<String, String> expected = sha256;
    ScoreSchema values = schema;
    JavaRDD<Row> rows =
        together
            .javaRDD()
            .mapPartitions(part -> new ScoreRows(part, with, expected, values));
    return spark.createDataFrame(rows, scoredColumns());
  }

  private StructType scoredColumns() {
    return scoreColumns()
        .add("rejected_id", DataTypes.StringType, true)
        .add("rejected_reason", DataTypes.StringType, true)
        .add("rejected_place", DataTypes.StringType, true)
        .add(TOTALS, DataTypes.BinaryType, true);
  }

  /** The scores among the rows of {@link #scored}. */
  Dataset<Row> scores(Dataset<Row> scored) {
    return scored
        .filter(functions.col("rejected_reason").isNull().and(functions.col(TOTALS).isNull()))
        .drop("rejected_id", "rejected_reason", "rejected_place", TOTALS);
  }

  /** The rejections among the rows of {@link #scored}. */
  Dataset<Row> rejects(Dataset<Row> scored) {
    return scored
        .filter(functions.col("rejected_reason").isNotNull())
        .select(
            part(1).as("file"),
            part(2).try_cast(DataTypes.LongType).as("line"),
            part(3).try_cast(DataTypes.LongType).as("column"),
            functions.col("rejected_id").as(ID),
            functions.col("rejected_reason").as(REASON));
  }

  /** A part of a place, which is {@code file:line:column} without what is unknown. */
  private static Column part(int number) {
    return functions.regexp_extract(
        functions.col("rejected_place"), "^(.*?)(?::([0-9]+))?(?::([0-9]+))?$", number);
  }

  /** The manifest of a run. Totals are rows, so that a task that is repeated counts once. */
  String manifest(Dataset<Row> scored, double seconds) {
    try (Judge judge = Engines.open(options.model(), options.judge())) {
      RunTotals totals = judge.newTotals();
      scored
          .filter(functions.col(TOTALS).isNotNull())
          .select(TOTALS)
          .toLocalIterator()
          .forEachRemaining(row -> totals.add(TotalsBytes.read(row.getAs(0))));
      return judge.manifest(totals, seconds);
    }
  }

  /** The rows of a file, read as they are asked for, and then their totals. */
  private static final class ReadRows implements Iterator<Row>, Closeable {
    private final ChatFiles chats;
    private long order;
    private boolean ended;

    ReadRows(ChatFile file, int number, ReadOptions options) {
      this.chats = ChatFiles.of(List.of(file), options);
      this.order = (long) number << ROW_BITS;
      TaskCompletionListener end = context -> close();
      TaskContext.get().addTaskCompletionListener(end);
    }

    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    public Row next() {
      if (!chats.hasNext()) {
        ended = true;
        return RowFactory.create(
            order, "", null, null, null, null, TotalsBytes.of(chats.totals()));
      }
      long place = order++;
      dev.decorum.api.Row row = chats.next();
      if (row instanceof Chat chat) {
        return RowFactory.create(place, chat.botName(), chat.toBytes(), null, null, null, null);
      }
      Rejected rejected = (Rejected) row;
      return RowFactory.create(
          place, "", null, rejected.id(), rejected.reason(), rejected.place(), null);
    }

    @Override
    public void close() {
      chats.close();
    }
  }

  /** The judgements of a part, computed as they are asked for, and then their totals. */
  private static final class ScoreRows implements Iterator<Row> {
    private final ScoreSchema schema;
    private final int columns;
    private final Iterator<Judgement> judgements;
    private final RunTotals totals;
    private boolean ended;

    ScoreRows(
        Iterator<Row> part,
        ScoringOptions options,
        Map<String, String> sha256,
        ScoreSchema schema) {
      this.schema = schema;
      this.columns = schema.types().size();
      Judge judge = Engines.of(options.model(), options.judge(), sha256);
      this.totals = judge.newTotals();
      this.judgements = judge.score(rows(part, totals));
    }

    private static Iterator<dev.decorum.api.Row> rows(Iterator<Row> part, RunTotals totals) {
      return new Iterator<>() {
        private @Nullable Row next;

        @Override
        public boolean hasNext() {
          while (next == null && part.hasNext()) {
            Row row = part.next();
            byte[] read = row.getAs(TOTALS);
            if (read == null) {
              next = row;
            } else {
              totals.add(TotalsBytes.read(read));
            }
          }
          return next != null;
        }

        @Override
        public dev.decorum.api.Row next() {
          Row row = hasNext() ? next : null;
          if (row == null) {
            throw new NoSuchElementException();
          }
          next = null;
          byte[] chat = row.getAs(CHAT);
          return chat == null
              ? new Rejected(row.getAs(ID), row.getAs(REASON), row.getAs(PLACE))
              : Chat.of(chat).with(ORDER, Long.toString(row.getAs(ORDER)));
        }
      };
    }

    @Override
    public boolean hasNext() {
      return !ended;
    }

    @Override
    public Row next() {
      @Nullable Object[] cells = new Object[columns + 5];
      if (!judgements.hasNext()) {
        ended = true;
        cells[columns + 4] = TotalsBytes.of(totals);
        return RowFactory.create(cells);
      }
      Judgement judgement = judgements.next();
      totals.add(judgement);
      if (judgement instanceof Score score) {
        int at = 0;
        for (Object value : schema.values(score)) {
          cells[at++] = value;
        }
        cells[at] = Long.valueOf(Objects.requireNonNull(score.fields().get(ORDER)));
      } else {
        Rejected rejected = (Rejected) judgement;
        cells[columns + 1] = rejected.id();
        cells[columns + 2] = rejected.reason();
        cells[columns + 3] = rejected.place();
      }
      return RowFactory.create(cells);
    }
  }
}

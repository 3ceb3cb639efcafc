package dev.decorum;

import dev.decorum.spark.Decorum;
import dev.decorum.spark.ScoringOptions;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A program that uses Decorum as a notebook does. */
public final class SparkProgram {
  private SparkProgram() {}

  /**
   * Scores chats, and texts by the function of SQL.
   *
   * @param arguments chats and the folder of their scores, texts and theirs, single messages and
   *     what becomes of them
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Decorum.score(spark.read().json(arguments[0]))
          .where("rejected_reason is null")
          .drop("rejected_id", "rejected_reason", "rejected_place", "rejected_raw")
          .coalesce(1)
          .write()
          .parquet(arguments[1]);
      Decorum.registerFunction(spark, ScoringOptions.defaults());
      spark.read().json(arguments[2]).createOrReplaceTempView("texts");
      spark
          .sql("select id, appropriate_probability(text) as appropriate_probability from texts")
          .coalesce(1)
          .write()
          .json(arguments[3]);
      Dataset<Row> messages = spark.read().json(arguments[4]);
      Decorum.score(messages.repartition(2))
          .withColumnRenamed("rejected_reason", "reason")
          .write()
          .json(arguments[5]);
      ScoringOptions options = ScoringOptions.defaults();
      try {
        Decorum.score(messages, options.withRead(options.read().withKeep(List.of("mood"))));
        throw new AssertionError("a column that the dataset does not have is kept");
      } catch (IllegalArgumentException e) {
        // As it should be.
      }
    }
  }
}

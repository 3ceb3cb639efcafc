package dev.decorum.spark;

import dev.decorum.api.Chat;
import dev.decorum.api.Judge;
import dev.decorum.api.Judgement;
import dev.decorum.api.ReadOptions;
import dev.decorum.api.Score;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decorum for notebooks: from Scala, Java, and Python through its gateway to Java. */
public final class Decorum {
  /** The name of the function of {@link #registerFunction}. */
  public static final String FUNCTION = "appropriate_probability";

  private static final Logger LOG = LoggerFactory.getLogger("decorum");

  private Decorum() {}

  /**
   * Scores the rows of a dataset, each of which is a chat in any layout that {@code decorum score}
   * reads: a list of messages, a prompt with its reply, or a text. Rows need an id of their own to
   * be told apart. Nothing is scored before the result is used, and all of it again with each use:
   * write it, or persist it.
   *
   * <p>A row has to be a whole chat: single messages are rejected, since those of a chat may lie in
   * different parts. Group them by their chat first, or score their files with {@link ScoreJob}.
   *
   * @return for each chat the columns of a score file; for a row that has no score, {@code
   *     rejected_reason} says why
   * @throws IllegalArgumentException if the dataset has no column that {@link ReadOptions#map} or
   *     {@link ReadOptions#keep} names, or an encoding is given, which texts of Java do not have
   */
  public static Dataset<Row> score(Dataset<Row> chats, ScoringOptions options) {
    SparkScoring scoring = new SparkScoring(chats.sparkSession(), options);
    scoring.notices().forEach(LOG::warn);
    return scoring.score(chats);
  }

  /** As {@link #score(Dataset, ScoringOptions)}, with the bundled demo model. */
  public static Dataset<Row> score(Dataset<Row> chats) {
    return score(chats, ScoringOptions.defaults());
  }

  /**
   * Registers the function {@value #FUNCTION}: of a text in the model's own form, its probability;
   * null if it has none. It scores row by row, at a fraction of the speed of {@link #score}.
   */
  public static void registerFunction(SparkSession spark, ScoringOptions options) {
    Map<String, String> sha256;
    try (Judge judge = Engines.described(options)) {
      sha256 = judge.sha256();
    }
    UDF1<@Nullable String, @Nullable Double> function =
        text -> {
          if (text == null) {
            return null;
          }
          Judgement judgement = Engines.of(options, sha256).score(Chat.formatted("", text));
          return judgement instanceof Score score ? score.appropriateProbability() : null;
        };
    spark.udf().register(FUNCTION, function, DataTypes.DoubleType);
  }
}

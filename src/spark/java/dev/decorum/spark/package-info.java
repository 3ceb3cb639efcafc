/**
 * Decorum on Apache Spark: scores of {@code decorum score} for chats in a lake.
 *
 * <p>{@link dev.decorum.spark.ScoreJob} is for {@code spark-submit}, {@link
 * dev.decorum.spark.Decorum} for notebooks and programs. Both use the public API of the library
 * only.
 */
@NullMarked
package dev.decorum.spark;

import org.jspecify.annotations.NullMarked;

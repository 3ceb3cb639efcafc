/**
 * A table of typed columns as a Parquet file.
 *
 * <p>In come rows, value by value; out goes a stream of bytes, the same for the same rows. Encoding
 * is that of Apache Parquet's own {@code parquet-column}; this package puts its pages together. It
 * knows nothing of scores.
 */
@NullMarked
package dev.decorum.score.parquet;

import org.jspecify.annotations.NullMarked;

/**
 * Writes tables of typed columns as Parquet files.
 *
 * <p>It takes rows value by value and writes a stream of bytes, which is the same for the same
 * rows. Apache Parquet's own {@code parquet-column} encodes the pages; this package arranges them
 * in a file. It knows nothing about scores.
 */
@NullMarked
package dev.decorum.score.parquet;

import org.jspecify.annotations.NullMarked;

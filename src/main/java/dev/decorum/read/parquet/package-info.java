/**
 * Rows of a Parquet file as JSON objects, one at a time.
 *
 * <p>In comes a file on disk, out come the same bytes that the row would have as a line of JSON
 * Lines, so that whatever reads JSON reads Parquet too. Only the columns that are wanted are read,
 * and of these one page at a time: memory depends on the size of a page, never on that of a row
 * group or of the file.
 *
 * <p>Encodings are decoded by Apache Parquet's own {@code parquet-column}. Its decoders trust what
 * they read; so metadata ({@code ThriftStructure}), sizes ({@code PageMemory}) and runs of values
 * ({@code HybridRuns}, {@code DeltaBlocks}) are checked before they see them, and what comes out is
 * held against what went in ({@code Expansion}).
 */
@NullMarked
package dev.decorum.read.parquet;

import org.jspecify.annotations.NullMarked;

/**
 * Bytes to rows, and rows to objects: lines and documents of JSON, and tables.
 *
 * <p>In comes a stream of UTF-8, out come {@link dev.decorum.read.row.ExportRecord}s with line and
 * column on every complaint. What the objects mean is not its business.
 */
@NullMarked
package dev.decorum.read.row;

import org.jspecify.annotations.NullMarked;

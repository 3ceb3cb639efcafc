/**
 * Renders results for people and for programs: documents for a terminal, for Markdown and as a
 * page, score tables, JSON, JUnit XML and metrics.
 *
 * <p>It turns finished results into text, and computes nothing but widths and marks.
 *
 * <p>A number goes from a result to a reader in three steps, and is text only after the last:
 *
 * <ol>
 *   <li>A class such as {@link dev.decorum.report.ComparisonDocument} chooses the contents. {@code
 *       Columns} makes a table from result records: each column has a heading and takes a typed
 *       {@link dev.decorum.report.Cell} from every record. A cell has the number, or the estimate
 *       with its interval, with all digits, and the {@link dev.decorum.report.NumberFormat} for
 *       writing it.
 *   <li>The {@link dev.decorum.report.Document} consists of cells, sentences and charts,
 *       independent of their rendering.
 *   <li>{@link dev.decorum.report.TextDocument}, {@link dev.decorum.report.MarkdownDocument} and
 *       {@link dev.decorum.report.HtmlReport} render it. All print the {@link
 *       dev.decorum.report.Cell#text() text} of a cell; a page also keeps the {@link
 *       dev.decorum.report.Cell#value() value} in the attribute {@code data-value}, by which its
 *       script sorts. Nothing parses a number from text.
 * </ol>
 *
 * <p>JSON is made from the results, not from documents, so that it has all digits of all numbers.
 */
@NullMarked
package dev.decorum.report;

import org.jspecify.annotations.NullMarked;

/**
 * Renders results for people and for programs: documents for a terminal, for Markdown and as a
 * page, score tables, JSON, JUnit XML and metrics.
 *
 * <p>In come finished results, out comes text. It computes nothing but widths and marks.
 *
 * <p>A number goes from a result to a reader in three steps, and is text only after the last:
 *
 * <ol>
 *   <li>A class such as {@link dev.decorum.report.ComparisonDocument} says what there is to tell. A
 *       table is made from result records by {@code Columns}: each column has a heading and takes a
 *       typed {@link dev.decorum.report.Cell} from every record. A cell holds its number, or its
 *       estimate with the interval, with all digits, and the {@link
 *       dev.decorum.report.NumberFormat} in which it is to be written.
 *   <li>The {@link dev.decorum.report.Document} holds cells, sentences and charts, whatever they
 *       will look like.
 *   <li>{@link dev.decorum.report.TextDocument}, {@link dev.decorum.report.MarkdownDocument} and
 *       {@link dev.decorum.report.HtmlReport} write it. All have a cell say its {@link
 *       dev.decorum.report.Cell#text() text}; a page also keeps its {@link
 *       dev.decorum.report.Cell#value() value} in the attribute {@code data-value}, by which its
 *       script sorts. Nothing reads a number back from text.
 * </ol>
 *
 * <p>JSON does not come from documents but from the results, so that it has all digits of all
 * numbers.
 */
@NullMarked
package dev.decorum.report;

import org.jspecify.annotations.NullMarked;

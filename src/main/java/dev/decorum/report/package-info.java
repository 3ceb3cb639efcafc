/**
 * Renders results for people: tables and summaries for the terminal.
 *
 * <p>In come finished results, out comes text. It computes nothing but widths and marks.
 */
@NullMarked
package dev.decorum.report;

import org.jspecify.annotations.NullMarked;

/**
 * The command line: options to records, exceptions to exit codes, text to streams.
 *
 * <p>In come arguments and the standard streams, out comes an exit code. No command computes
 * anything: it gathers what was typed, makes one call and reports.
 */
@NullMarked
package dev.decorum.cli;

import org.jspecify.annotations.NullMarked;

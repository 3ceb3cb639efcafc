/**
 * The command line: options to requests, what a run says to a terminal, how it ended to an exit
 * code.
 *
 * <p>In come arguments and the standard streams, out comes an exit code. No command computes
 * anything: it makes a request of what was typed, calls a run of {@link dev.decorum.run} once and
 * tells how it ended.
 */
@NullMarked
package dev.decorum.cli;

import org.jspecify.annotations.NullMarked;

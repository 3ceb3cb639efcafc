/**
 * The command line: turns options into requests, shows messages and progress, and turns the status
 * of a run into an exit code.
 *
 * <p>No command computes anything: it makes a request from its options, calls a run of {@link
 * dev.decorum.run} and returns an exit code.
 */
@NullMarked
package dev.decorum.cli;

import org.jspecify.annotations.NullMarked;

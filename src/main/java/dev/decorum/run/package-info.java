/**
 * What the commands do: a request goes in, files and reports come out.
 *
 * <p>A request is a record of what was asked for, complete before anything is read. A run opens the
 * inputs and the model that it names, scores or gathers rows, remembers what an interrupted run has
 * computed, and writes its results with a manifest of how they came about. It knows neither options
 * nor terminals nor exit codes: what people should hear goes to a {@link
 * dev.decorum.run.RunListener}, and how it ended is a {@link dev.decorum.run.RunStatus}.
 */
@NullMarked
package dev.decorum.run;

import org.jspecify.annotations.NullMarked;

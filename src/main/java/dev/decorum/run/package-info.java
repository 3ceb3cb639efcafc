/**
 * The work of the commands: a run takes a request and writes files and reports.
 *
 * <p>A request is a record, complete before anything is read. A run opens the inputs and the model
 * of its request, scores or collects rows, keeps what it has computed in case it is interrupted,
 * and writes its results with a manifest of how they were made. It knows neither options nor
 * terminals nor exit codes: messages go to a {@link dev.decorum.run.RunListener}, and the outcome
 * is a {@link dev.decorum.run.RunStatus}.
 */
@NullMarked
package dev.decorum.run;

import org.jspecify.annotations.NullMarked;

/**
 * Wires the stages together; the only package that sees them all.
 *
 * <p>{@link dev.decorum.pipeline.ScoringPipeline} is the map of the program.
 */
@NullMarked
package dev.decorum.pipeline;

import org.jspecify.annotations.NullMarked;

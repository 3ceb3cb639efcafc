/**
 * Connects the stages of scoring; the only package that knows all of them.
 *
 * <p>{@link dev.decorum.pipeline.ScoringPipeline} is a good place to start reading.
 */
@NullMarked
package dev.decorum.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * Fuzzing of everything that reads files which Decorum did not write: exports, score files, model
 * folders. In comes a mutated file, out comes nothing, or an error that Jazzer keeps. Never part of
 * a build or of the distribution.
 */
@NullMarked
package dev.decorum.fuzz;

import org.jspecify.annotations.NullMarked;

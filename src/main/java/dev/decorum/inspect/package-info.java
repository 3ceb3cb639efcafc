/**
 * How inputs are understood, before anything is scored: in come the conversations of a source and
 * what its reader notices, out comes an {@link dev.decorum.inspect.Inspection}, which reports show.
 *
 * <p>Needs no model. Holds one conversation and a bounded number of names, examples and rejections,
 * however large the inputs are.
 */
@NullMarked
package dev.decorum.inspect;

import org.jspecify.annotations.NullMarked;

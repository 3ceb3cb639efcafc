/**
 * Which reply to a context is the best: scored candidates come in, rankings, preference pairs and
 * what they amount to go out.
 *
 * <p>Replies wait in a temporary file, so that memory holds numbers only. Writes no output file.
 */
@NullMarked
package dev.decorum.rank;

import org.jspecify.annotations.NullMarked;

/**
 * Which of several bot versions is more appropriate, with honest uncertainty.
 *
 * <p>In come the {@link dev.decorum.score.ScoreTable}s of versions, out comes a {@link
 * dev.decorum.compare.Comparison}: what each version looks like, how every two differ, and a
 * verdict on each pair. It reads no file and renders nothing.
 */
@NullMarked
package dev.decorum.compare;

import org.jspecify.annotations.NullMarked;

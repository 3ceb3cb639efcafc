/**
 * The terminal: what it can show, how wide it is now, and its status line.
 *
 * <p>In comes text that is harmless; out come lines that are no wider than the terminal. It knows
 * nothing of what they say.
 */
@NullMarked
package dev.decorum.terminal;

import org.jspecify.annotations.NullMarked;

/**
 * What is judged: a conversation with its messages, where it came from and what a person said of
 * it.
 *
 * <p>Plain immutable records without I/O. Every later stage imports this package; it imports none.
 */
@NullMarked
package dev.decorum.conversation;

import org.jspecify.annotations.NullMarked;

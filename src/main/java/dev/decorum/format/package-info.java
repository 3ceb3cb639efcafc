/**
 * Chooses the history window and writes the exact text that the model was trained to see.
 *
 * <p>In comes a {@link dev.decorum.conversation.Conversation}, out come its {@link
 * dev.decorum.format.Window}s: one for the whole conversation, or one a turn. It knows no
 * tokenizer: where a formatter sizes its window in tokens, a {@link
 * dev.decorum.format.TokenCounter} is handed in.
 */
@NullMarked
package dev.decorum.format;

import org.jspecify.annotations.NullMarked;

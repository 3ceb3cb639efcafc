/**
 * Text to token ids, truncated by the one documented rule: the last tokens stay.
 *
 * <p>In comes a {@link dev.decorum.format.Window}, out comes a {@link
 * dev.decorum.tokenize.TokenWindow}. Sole owner of the Hugging Face tokenizer.
 */
@NullMarked
package dev.decorum.tokenize;

import org.jspecify.annotations.NullMarked;

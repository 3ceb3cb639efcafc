/**
 * The tokenizer of a model folder, as Hugging Face's transformers would put it together from up to
 * six files.
 *
 * <p>In comes a folder; out comes a {@link dev.decorum.model.tokenizer.ModelTokenizer}: one {@code
 * tokenizer.json} for the native library, held to what is known to be harmless there, and the
 * tokens that go before and behind every text. It turns no text into tokens itself.
 */
@NullMarked
package dev.decorum.model.tokenizer;

import org.jspecify.annotations.NullMarked;

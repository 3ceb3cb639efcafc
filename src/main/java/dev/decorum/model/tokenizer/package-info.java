/**
 * Builds the tokenizer of a model folder from up to six files, as Hugging Face's transformers does.
 *
 * <p>A folder becomes a {@link dev.decorum.model.tokenizer.ModelTokenizer}: a {@code
 * tokenizer.json} for the native library, with only parts that are known to be harmless there, and
 * the tokens before and after every text. The package does not tokenize texts itself.
 *
 * <p>The other way round, {@link dev.decorum.model.tokenizer.BytePairTrainer} learns a vocabulary
 * from texts and writes the files of a folder.
 */
@NullMarked
package dev.decorum.model.tokenizer;

import org.jspecify.annotations.NullMarked;

/**
 * The reward model as verified files on disk, a <em>model bundle</em>: configuration, tokenizer,
 * weights or ONNX graph, and the optional {@code decorum.json}.
 *
 * <p>In comes a folder; out comes a {@link dev.decorum.model.ModelBundle} whose every claim was
 * checked. It runs nothing: the folder is untrusted input.
 */
@NullMarked
package dev.decorum.model;

import org.jspecify.annotations.NullMarked;

/**
 * The reward model as verified files on disk, a <em>model bundle</em>: configuration, tokenizer,
 * weights or ONNX graph, and the optional {@code decorum.json}.
 *
 * <p>A folder is untrusted input; it becomes a {@link dev.decorum.model.ModelBundle} in which
 * everything was checked. Nothing is run.
 */
@NullMarked
package dev.decorum.model;

import org.jspecify.annotations.NullMarked;

/**
 * Files of weights: where each tensor lies in them, of which type and shape.
 *
 * <p>In comes a file, out come {@link dev.decorum.model.tensors.TensorEntry entries}; elements are
 * read only when somebody asks for them. It knows nothing of networks.
 */
@NullMarked
package dev.decorum.model.tensors;

import org.jspecify.annotations.NullMarked;

/**
 * Reads the directories of weight files: the place, type and shape of each tensor.
 *
 * <p>A file becomes {@link dev.decorum.model.tensors.TensorEntry entries}, whose elements are read
 * only on request. The package knows nothing about networks.
 */
@NullMarked
package dev.decorum.model.tensors;

import org.jspecify.annotations.NullMarked;

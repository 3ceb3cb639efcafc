/**
 * The files of a model folder as untrusted input: paths that stay inside, JSON that is read field
 * by field, hashes, and the exception for everything that is wrong with a folder.
 */
@NullMarked
package dev.decorum.model.files;

import org.jspecify.annotations.NullMarked;

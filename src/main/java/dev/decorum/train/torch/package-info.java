/**
 * The arithmetic of training with libtorch: the network, its gradients, and AdamW. The only package
 * that knows libtorch, which is no part of the distribution that scores; nothing outside of {@code
 * train} and {@code train.torch} may load these classes without need.
 */
@NullMarked
package dev.decorum.train.torch;

import org.jspecify.annotations.NullMarked;

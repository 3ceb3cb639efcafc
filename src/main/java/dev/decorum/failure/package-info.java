/**
 * What Decorum throws. Every failure that has words for its user is a {@link
 * dev.decorum.failure.DecorumException}; anything else that comes out of a call is a defect, or one
 * of Java's own errors.
 */
@NullMarked
package dev.decorum.failure;

import org.jspecify.annotations.NullMarked;

/**
 * The exceptions that Decorum throws. Every failure with a message for the user is a {@link
 * dev.decorum.failure.DecorumException}; any other is a defect, or one of Java's own errors.
 */
@NullMarked
package dev.decorum.failure;

import org.jspecify.annotations.NullMarked;

/**
 * Layouts: how the rows of an export become conversations, a class for each program or family of
 * programs. Those whose conversations span rows are in {@link dev.decorum.read.chat}.
 */
@NullMarked
package dev.decorum.read.layout;

import org.jspecify.annotations.NullMarked;

/**
 * The manual of the commands: a {@link dev.decorum.manual.Page} for each, made from the command
 * model when Decorum is built and kept in the jar, and what is written from pages: help on a
 * terminal, man pages, the reference of the documentation, and completion for shells.
 *
 * <p>Help is answered from here without the command model, which takes several times as long to set
 * up as Java to start.
 */
@NullMarked
package dev.decorum.manual;

import org.jspecify.annotations.NullMarked;

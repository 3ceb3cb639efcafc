/**
 * A night's scores beside those of the nights before: has the bot, or what it is given, changed?
 * Knows scores as sums only, never a conversation.
 */
@NullMarked
package dev.decorum.audit;

import org.jspecify.annotations.NullMarked;

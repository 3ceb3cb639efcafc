/**
 * From the fields of an object to a conversation: the steps that every layout and every mapped
 * field passes through.
 *
 * <p>One table of names for fields ({@link dev.decorum.read.dialogue.RowField}, {@link
 * dev.decorum.read.dialogue.MessageField}), one reader for messages ({@link
 * dev.decorum.read.dialogue.Messages}), and one {@link dev.decorum.read.dialogue.Draft} in which
 * the sides are told, the order is found, texts are cleaned and what is left out is counted.
 */
@NullMarked
package dev.decorum.read.dialogue;

import org.jspecify.annotations.NullMarked;

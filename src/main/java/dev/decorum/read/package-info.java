/**
 * Bytes of any supported export to conversations, one at a time, with file and line on every
 * complaint.
 *
 * <p>In come files, directories, globs and standard input; out come {@link
 * dev.decorum.conversation.Conversation}s and {@link dev.decorum.conversation.Rejection}s in input
 * order. It does not format, and memory does not grow with the file: layouts that need a whole file
 * before the first conversation is complete (a message a row) are sorted by way of temporary files.
 * Where the rows of a conversation are together (SillyTavern), they are held up to the size of one
 * row elsewhere.
 *
 * <p>{@code FileOpener} finds out how the text of a file is cut into rows ({@link
 * dev.decorum.read.row}), {@code LayoutDetection} by its first rows of which layout they are.
 * {@link dev.decorum.read.Layouts} lists all layouts; each is a class that knows its rows and makes
 * conversations of them ({@link dev.decorum.read.layout}, {@link dev.decorum.read.chat}), by the
 * steps that are common to all ({@link dev.decorum.read.dialogue}). A row of several replies to one
 * context becomes several conversations, each a {@link dev.decorum.conversation.Candidacy
 * candidate}.
 *
 * <p>{@link dev.decorum.read.ShardReader} hands out one of several parts of an input, for several
 * processes that share it.
 *
 * <p>Files that hold no conversations but records, such as scores, are read by {@link
 * dev.decorum.read.RecordReader}, which cuts them in the same way.
 */
@NullMarked
package dev.decorum.read;

import org.jspecify.annotations.NullMarked;

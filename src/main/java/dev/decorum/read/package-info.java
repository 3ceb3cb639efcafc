/**
 * Bytes of any supported export to conversations, one at a time, with file and line on every
 * complaint.
 *
 * <p>In come files, directories, globs and standard input; out come {@link
 * dev.decorum.conversation.Conversation}s and {@link dev.decorum.conversation.Rejection}s in input
 * order. It neither formats nor counts, and memory does not grow with the file: the one format that
 * needs a whole file before its first conversation is complete (a message a row) is sorted by way
 * of temporary files. Where the rows of a conversation lie together (SillyTavern), they are held up
 * to the size of one row elsewhere.
 *
 * <p>A file is cut into rows ({@code LineRows}, {@code DocumentRows}, {@code FeedbackRows}, {@code
 * CsvRows}), a row becomes a JSON object or cells, and a class for each format makes a conversation
 * of it. A further format of JSON objects is a {@code RowFormat} and a line in the table of {@code
 * FormatDetection}; one of another make is a {@code FileRows}. A row of several replies to one
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

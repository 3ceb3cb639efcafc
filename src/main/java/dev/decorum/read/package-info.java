/**
 * Bytes of any supported export to conversations, one at a time, with file and line on every
 * complaint.
 *
 * <p>In come files, directories, globs and standard input; out come {@link
 * dev.decorum.conversation.Conversation}s and {@link dev.decorum.conversation.Rejection}s in input
 * order. It neither formats nor counts, and memory does not grow with the file.
 */
@NullMarked
package dev.decorum.read;

import org.jspecify.annotations.NullMarked;

/**
 * What the words, times and texts of chat exports mean, whatever the layout: who a role word stands
 * for, which parts of a text were never said, when a message was sent, and in which order messages
 * stand.
 *
 * <p>In come single texts, field names and lists of times; out come plain values. Everything here
 * is a pure function of its arguments. Nothing here knows a file format, reads a file or reports an
 * error: a text that is not understood is {@code null}, and the reader decides what that means.
 */
@NullMarked
package dev.decorum.read.text;

import org.jspecify.annotations.NullMarked;

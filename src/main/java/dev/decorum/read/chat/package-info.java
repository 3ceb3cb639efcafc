/**
 * Layouts whose conversations span rows: chats of one file with a header and a message a row, and
 * tables and dumps with a message a row.
 */
@NullMarked
package dev.decorum.read.chat;

import org.jspecify.annotations.NullMarked;

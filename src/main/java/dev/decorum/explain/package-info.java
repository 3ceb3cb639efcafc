/**
 * Why a conversation scores what it scores: the edits of it whose scores are asked for, and what
 * their scores show. A conversation comes in, an {@link dev.decorum.explain.Explanation} goes out.
 * Scores nothing itself; every number is the score of an edited conversation.
 */
@NullMarked
package dev.decorum.explain;

import org.jspecify.annotations.NullMarked;

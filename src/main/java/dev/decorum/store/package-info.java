/**
 * What outlives a run: scores by the token ids that they were made of, and the history of audits,
 * in one SQLite file that any number of processes may use at once. Sole owner of JDBC.
 */
@NullMarked
package dev.decorum.store;

import org.jspecify.annotations.NullMarked;

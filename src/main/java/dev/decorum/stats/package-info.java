/** Pure numerical procedures over numbers. Knows no conversation and does no I/O. */
@NullMarked
package dev.decorum.stats;

import org.jspecify.annotations.NullMarked;

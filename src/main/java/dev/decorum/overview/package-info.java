/**
 * What scores say by themselves: how high, how spread, how they move with turns, length and the
 * values of fields. Scored rows come in, an overview goes out. Compares them with no label and no
 * other version; that is for {@code evaluate} and {@code compare}.
 */
@NullMarked
package dev.decorum.overview;

import org.jspecify.annotations.NullMarked;

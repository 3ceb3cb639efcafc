/** To come. */
@NullMarked
package dev.decorum.score;

import org.jspecify.annotations.NullMarked;

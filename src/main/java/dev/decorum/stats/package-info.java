/** To come. */
@NullMarked
package dev.decorum.stats;

import org.jspecify.annotations.NullMarked;

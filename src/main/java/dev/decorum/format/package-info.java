/** To come. */
@NullMarked
package dev.decorum.format;

import org.jspecify.annotations.NullMarked;

/** To come. */
@NullMarked
package dev.decorum.cli;

import org.jspecify.annotations.NullMarked;

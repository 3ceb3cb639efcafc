/** To come. */
@NullMarked
package dev.decorum.batch;

import org.jspecify.annotations.NullMarked;

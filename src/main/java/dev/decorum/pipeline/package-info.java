/** To come. */
@NullMarked
package dev.decorum.pipeline;

import org.jspecify.annotations.NullMarked;

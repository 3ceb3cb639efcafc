/** To come. */
@NullMarked
package dev.decorum.infer;

import org.jspecify.annotations.NullMarked;

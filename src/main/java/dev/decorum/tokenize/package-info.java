/** To come. */
@NullMarked
package dev.decorum.tokenize;

import org.jspecify.annotations.NullMarked;

/** From what was typed to plain UTF-8 text. */
@NullMarked
package dev.decorum.read.bytes;

import org.jspecify.annotations.NullMarked;

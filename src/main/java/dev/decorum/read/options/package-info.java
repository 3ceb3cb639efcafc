/** What the user says about inputs, and who hears of what the reader decides by itself. */
@NullMarked
package dev.decorum.read.options;

import org.jspecify.annotations.NullMarked;

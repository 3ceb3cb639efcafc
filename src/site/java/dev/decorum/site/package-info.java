/**
 * Makes the documentation as it is read: HTML pages of the Markdown in {@code src/site/markdown}
 * and of the pages that the build generates. Not a part of the program.
 */
@NullMarked
package dev.decorum.site;

import org.jspecify.annotations.NullMarked;

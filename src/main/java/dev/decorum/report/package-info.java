/** To come. */
@NullMarked
package dev.decorum.report;

import org.jspecify.annotations.NullMarked;

/** Configuration files: where they are looked for, and what is in them. */
@NullMarked
package dev.decorum.config;

import org.jspecify.annotations.NullMarked;

/** Measurements that are too long, or too noisy, for tests: run by hand, their tables in the docs. */
@NullMarked
package dev.decorum.bench;

import org.jspecify.annotations.NullMarked;

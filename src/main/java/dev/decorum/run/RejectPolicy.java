package dev.decorum.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rows that cannot be used.
 *
 * @param file where they are written with their reasons; null for nowhere
 * @param allowed whether a run passes that had some
 * @param strict whether the first one ends the run
 */
public record RejectPolicy(@Nullable Path file, boolean allowed, boolean strict) {}

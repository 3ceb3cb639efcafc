package dev.decorum.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The earlier scores that a run may reuse.
 *
 * @param resume whether the run continues an interrupted one
 * @param store the store of scores of earlier runs; null for none
 */
public record ReuseRequest(boolean resume, @Nullable Path store) {}

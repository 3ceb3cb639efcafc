package dev.decorum.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run may take over from earlier ones.
 *
 * @param resume whether it goes on where an interrupted run stopped
 * @param store where scores are kept from run to run; null for nowhere
 */
public record MemoryRequest(boolean resume, @Nullable Path store) {}

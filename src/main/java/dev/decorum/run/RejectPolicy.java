package dev.decorum.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run treats rejected rows.
 *
 * @param file the file for rejected rows and their reasons; null for none
 * @param allowed whether a run with rejected rows passes
 * @param strict whether the first rejected row ends the run
 */
public record RejectPolicy(@Nullable Path file, boolean allowed, boolean strict) {

  /** The same without a file. */
  RejectPolicy withoutFile() {
    return new RejectPolicy(null, allowed, strict);
  }
}

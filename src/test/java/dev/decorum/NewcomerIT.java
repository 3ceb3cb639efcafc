package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Somebody new gets to a report, a nightly audit and a gate by the documentation alone. */
class NewcomerIT {

  @Test
  void theDocumentedWaysLeadThere() throws Exception {
    Path repository = Path.of("").toAbsolutePath();
    Distribution.Result result =
        new Distribution()
            .shell("'" + repository + "/src/test/sh/newcomer.sh' '" + repository + "'");
    assertEquals(0, result.exitCode(), result.out() + result.err());
    assertTrue(result.out().endsWith("newcomer: done\n"), result.out());
  }
}

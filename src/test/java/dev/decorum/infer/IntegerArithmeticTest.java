package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IntegerArithmeticTest {

  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  /** Of the processors that say what they are, those with VNNI multiply exactly, others do not. */
  @Test
  void theProductTellsWhatTheProcessorSays() throws IOException {
    Path flags = Path.of("/proc/cpuinfo");
    assumeTrue(Files.exists(flags), "Linux only");
    String processor = Files.readString(flags);
    assumeTrue(processor.contains("avx2"), "x86 only");
    boolean vnni =
        processor.contains("avx512_vnni")
            || processor.contains("avx_vnni")
            || processor.contains("amx_int8");
    assertEquals(vnni ? 127 : 63, IntegerArithmetic.weightSteps());
  }
}

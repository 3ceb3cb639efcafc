package dev.decorum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The most memory that this process has had resident, Java's and the runtime's together. Only Linux
 * says.
 *
 * @param status where Linux says so, {@code /proc/self/status}
 * @param reset what makes Linux forget it when {@code 5} is written to it
 */
record PeakMemory(Path status, Path reset) {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d{1,15}) kB$");

  static PeakMemory ofThisProcess() {
    return new PeakMemory(Path.of("/proc/self/status"), Path.of("/proc/self/clear_refs"));
  }

  /** Begins anew from what is resident now, where the system allows it. */
  void forget() {
    if (Files.isWritable(reset)) {
      try {
        Files.writeString(reset, "5");
      } catch (IOException e) {
        // Then the peak is that since the process began, which is no less true.
      }
    }
  }

  /** In bytes; empty where the system does not say. */
  OptionalLong bytes() {
    try {
      if (Files.isReadable(status)) {
        Matcher peak = PEAK.matcher(Files.readString(status));
        if (peak.find()) {
          return OptionalLong.of(Long.parseLong(peak.group(1)) * 1024);
        }
      }
    } catch (IOException e) {
      // A system that does not say.
    }
    return OptionalLong.empty();
  }
}

package dev.decorum.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The peak of resident memory of this process, that of Java and the runtime together. Known only on
 * Linux.
 *
 * @param status the file with the number, {@code /proc/self/status}
 * @param reset the file that resets the number when {@code 5} is written to it
 */
record PeakMemory(Path status, Path reset) {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d{1,15}) kB$");

  static PeakMemory ofThisProcess() {
    return new PeakMemory(Path.of("/proc/self/status"), Path.of("/proc/self/clear_refs"));
  }

  /** Resets the peak to the present memory, if the system allows it. */
  void forget() {
    if (Files.isWritable(reset)) {
      try {
        Files.writeString(reset, "5");
      } catch (IOException e) {
        // The peak then is that since the process began.
      }
    }
  }

  /** The peak in bytes; empty if unknown. */
  OptionalLong bytes() {
    try {
      if (Files.isReadable(status)) {
        Matcher peak = PEAK.matcher(Files.readString(status));
        if (peak.find()) {
          return OptionalLong.of(Long.parseLong(peak.group(1)) * 1024);
        }
      }
    } catch (IOException e) {
      // The system does not tell.
    }
    return OptionalLong.empty();
  }
}

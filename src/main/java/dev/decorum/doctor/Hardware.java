package dev.decorum.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Processor, cores and memory. */
final class Hardware {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final long MEGABYTE = 1 << 20;

  /** The demo model runs in it; the real one takes half a gigabyte beside Java's own memory. */
  private static final long LITTLE_MEMORY = 2048 * MEGABYTE;

  private static final long LITTLE_HEAP = 128 * MEGABYTE;

  private Hardware() {}

  static Symptom processor() {
    String arch = System.getProperty("os.arch", "");
    try {
      return processor(Files.readString(CPU_INFO), arch);
    } catch (IOException e) {
      return Symptom.ok("processor", arch + ", " + System.getProperty("os.name"));
    }
  }

  /**
   * What the processor has for the arithmetic of a model.
   *
   * @param cpuInfo as in {@code /proc/cpuinfo}
   */
  static Symptom processor(String cpuInfo, String arch) {
    String name = value(cpuInfo, "model name");
    Set<String> flags = Set.of(value(cpuInfo, "flags").split(" +"));
    Set<String> features = Set.of(value(cpuInfo, "Features").split(" +"));
    List<String> has = new ArrayList<>();
    Map<String, String> names =
        Map.of("avx2", "AVX2", "avx512f", "AVX-512", "amx_int8", "AMX", "i8mm", "I8MM");
    for (String flag : List.of("avx2", "avx512f", "amx_int8", "i8mm")) {
      if (flags.contains(flag) || features.contains(flag)) {
        has.add(names.get(flag));
      }
    }
    boolean hasVnni = flags.contains("avx512_vnni") || flags.contains("avx_vnni");
    if (hasVnni) {
      has.add("VNNI");
    }
    String text =
        (name.isEmpty() ? arch : name) + (has.isEmpty() ? "" : ": " + String.join(", ", has));
    if (flags.contains("avx2") || !arch.matches("amd64|x86_64")) {
      return hasVnni || flags.contains("amx_int8") || !arch.matches("amd64|x86_64")
          ? Symptom.ok("processor", text + "; --precision int8x3 and int8 are fast here")
          : Symptom.ok("processor", text + "; without VNNI, --precision int8x3 gains little");
    }
    return Symptom.note("processor", text + "; without AVX2, models run slowly", null);
  }

  private static String value(String cpuInfo, String key) {
    return cpuInfo
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  static Symptom cores() {
    int usable = Runtime.getRuntime().availableProcessors();
    long present = usable;
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      present = lines.filter(line -> line.startsWith("processor")).count();
    } catch (IOException e) {
      // Only Linux has the list.
    }
    return cores(usable, present);
  }

  static Symptom cores(int usable, long present) {
    return present > usable
        ? Symptom.note(
            "cores",
            usable + " of " + present + " may be used, by the limit of a container or of taskset",
            null)
        : Symptom.ok("cores", usable + ", all of which a model uses (--threads)");
  }

  static Symptom memory() {
    long total =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return memory(total, Runtime.getRuntime().maxMemory());
  }

  /**
   * Whether there is enough.
   *
   * @param total what the machine or the container has
   * @param heap what Java may use of it
   */
  static Symptom memory(long total, long heap) {
    String text =
        size(total)
            + ", of which Java may use "
            + size(heap)
            + "; a model and its batches take more beside that";
    if (heap < LITTLE_HEAP) {
      return Symptom.problem(
          "memory", text + "; that is too little for Java", "export DECORUM_OPTS=-Xmx512m");
    }
    return total < LITTLE_MEMORY
        ? Symptom.note(
            "memory",
            text + "; a model of the size of GPT-2 needs about 2 GB in all",
            "decorum score --threads 1 --batch-tokens 1024 --prefix-cache-mb 0 takes least")
        : Symptom.ok("memory", text);
  }

  static String size(long bytes) {
    double megabytes = (double) bytes / MEGABYTE;
    return megabytes >= 1024
        ? String.format(Locale.ROOT, "%.1f GB", megabytes / 1024)
        : String.format(Locale.ROOT, "%.0f MB", megabytes);
  }
}

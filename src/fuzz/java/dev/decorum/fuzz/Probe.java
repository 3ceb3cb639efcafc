package dev.decorum.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Watches one target: the processor time of each input, what came of them, and the heap. One thread
 * uses it.
 */
final class Probe {

  /** The file that {@link #close} writes; the campaign reads it back. */
  static final String FILE = "decorum.fuzz.probe";

  private static final long LONGEST_NANOS = 1_000_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, Long> counts = new TreeMap<>();
  private long inputs;
  private long slowest;

  /** What is done with one input. */
  interface Run {
    void on(byte[] input) throws IOException;
  }

  /**
   * Runs one input and takes its time. One that is slow is run again, since the first of its kind
   * loads classes.
   *
   * @throws AssertionError if it takes more than a second of processor time, which the other
   *     processes of the machine do not lengthen
   */
  void time(byte[] input, Run run) {
    inputs++;
    long nanos = nanos(input, run);
    if (nanos > LONGEST_NANOS) {
      nanos = nanos(input, run);
    }
    slowest = Math.max(slowest, nanos);
    if (nanos > LONGEST_NANOS) {
      throw new AssertionError("one input took " + nanos / 1_000_000 + " ms of processor time");
    }
  }

  private static long nanos(byte[] input, Run run) {
    long begin = THREADS.getCurrentThreadCpuTime();
    try {
      run.on(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  /** Counts an outcome. */
  void count(String outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /** Writes what was counted, if somebody wants to know. */
  void close() {
    String file = System.getProperty(FILE);
    if (file == null) {
      return;
    }
    Properties properties = new Properties();
    counts.forEach((outcome, count) -> properties.setProperty(outcome, Long.toString(count)));
    properties.setProperty("inputs", Long.toString(inputs));
    properties.setProperty("slowest.ms", Long.toString(slowest / 1_000_000));
    properties.setProperty("heap.mb", Long.toString(peakHeap() >> 20));
    try (var out = Files.newBufferedWriter(Path.of(file))) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum of the peaks of all spaces of the heap: an upper bound of its own peak. */
  private static long peakHeap() {
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    return peak;
  }
}

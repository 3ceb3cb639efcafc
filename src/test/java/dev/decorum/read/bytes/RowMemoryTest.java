package dev.decorum.read.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RowMemoryTest {
  private static final long MIB = 1 << 20;

  /** Of -Xmx64m, the serial collector tells 61 to 62 MiB; of -Xmx256m, 247 to 248. */
  @Test
  void aRowTakesItsShareOfTheHeap() {
    assertEquals(new RowMemory(4 << 20, 250_000, 37_500), RowMemory.of(61 * MIB));
    assertEquals(new RowMemory(8 << 20, 500_000, 75_000), RowMemory.of(123 * MIB));
    assertEquals(new RowMemory(16 << 20, 1_000_000, 150_000), RowMemory.of(247 * MIB));
    assertEquals(new RowMemory(16 << 20, 1_000_000, 150_000), RowMemory.of(64_000 * MIB));
    assertEquals(1 << 20, RowMemory.of(MIB).bytes());
  }
}

package dev.decorum.read.parquet;

/** The place where a value goes; it writes what stands before it. */
interface Slot {
  void begin();
}

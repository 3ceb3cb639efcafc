package dev.decorum.score;

import dev.decorum.read.FlatRecord;
import java.io.IOException;

/** Where the rows of score files go that are put together. */
interface MergedRows {

  /**
   * Adds a row.
   *
   * @param reader has just given it
   * @throws dev.decorum.read.bytes.InputException if it cannot be written
   */
  void add(ScoreFileReader reader, FlatRecord record) throws IOException;

  /** Writes what comes after the last row. */
  void finish() throws IOException;
}

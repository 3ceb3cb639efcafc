package dev.decorum.score;

import dev.decorum.read.FlatRecord;
import java.io.IOException;

/** Writes the rows of score files that are merged. */
interface MergedRows {

  /**
   * Adds a row.
   *
   * @param reader the reader that has just read it
   * @throws dev.decorum.read.bytes.InputException if the row cannot be written
   */
  void add(ScoreFileReader reader, FlatRecord record) throws IOException;

  /** How many texts of the output have an apostrophe before them that is not theirs. */
  long guardedTexts();

  /** Completes the output after the last row. */
  void finish() throws IOException;
}

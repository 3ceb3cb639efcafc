package dev.decorum.read.layout;

import dev.decorum.conversation.Conversation;
import dev.decorum.read.dialogue.ExportRow;
import dev.decorum.read.row.RowException;
import java.util.Iterator;

/** Reads one row by itself. */
public interface RowReader {

  /**
   * The conversations of a row. A row that is unusable is so before the first; each is made when it
   * is asked for, as many may share a long beginning.
   */
  Iterator<Conversation> conversations(ExportRow row) throws RowException;
}

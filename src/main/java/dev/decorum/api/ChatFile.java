package dev.decorum.api;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file of chats that need not be on a disk of this machine, such as one of a cluster's file
 * system.
 */
public interface ChatFile {

  /**
   * The file as people would name it. Its last part, after the last slash, is in the ids of rows
   * that have none.
   */
  String name();

  /** How many bytes it has. */
  long bytes();

  /** Opens it from its beginning. The stream is closed after it has been read. */
  InputStream open() throws IOException;
}

package dev.decorum.read.layout;

import dev.decorum.read.options.InputListener;

/** Counts conversations of one file that could not be put in the order of time. */
public final class UnreadableTimes {
  private long conversations;
  private long firstLine;

  /** A time cannot be read, on this line or in the row that begins there. */
  public void seenAt(long line) {
    if (firstLine == 0) {
      firstLine = line;
    }
  }

  /** A conversation stays as it is for that. */
  public void countConversation() {
    conversations++;
  }

  /** Tells of them once. */
  public void warn(String file, InputListener listener) {
    if (conversations > 0) {
      listener.warning(
          file
              + ":"
              + firstLine
              + ": the time of a message cannot be read; "
              + conversations
              + (conversations == 1 ? " conversation stays" : " conversations stay")
              + " in the order of the file");
      conversations = 0;
    }
  }
}

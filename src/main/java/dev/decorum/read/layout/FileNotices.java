package dev.decorum.read.layout;

import dev.decorum.read.options.InputListener;

/** What is noticed in the conversations of one file, and told once at its end. */
public final class FileNotices {
  private long unordered;
  private long firstLine;
  private boolean conversations;
  private boolean versions;

  /** A conversation stays as it is, since the time of a message cannot be read. */
  public void unreadableTime(long line) {
    if (unordered++ == 0) {
      firstLine = line;
    }
  }

  /** A conversation is sound; of one that is read in versions, whether it has any. */
  public void sound(boolean hasVersions) {
    conversations = true;
    versions |= hasVersions;
  }

  /** Reports them all. */
  public void tell(FileContext context) {
    InputListener listener = context.listener();
    if (unordered > 0) {
      listener.warning(
          context.file()
              + ":"
              + firstLine
              + ": the time of a message cannot be read; "
              + unordered
              + (unordered == 1 ? " conversation stays" : " conversations stay")
              + " in the order of the file");
      unordered = 0;
    }
    if (conversations && !versions && context.options().swipes()) {
      listener.warning(context.file() + ": no message has alternatives");
      conversations = false;
    }
  }
}

package dev.decorum.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of one window after another. The parts with which a text begins as the one before it did
 * stay where they are: a long persona is written once for all windows of a row, and what was found
 * out about it stays known.
 */
final class RunningText implements TextBuffer {
  /** The most characters that are tokenized for one row; far more than one with 16 MiB needs. */
  static final long MOST_TOKENIZED = 500_000_000;

  /** How much longer it takes to tokenize a character than to write one. */
  private static final int WRITTEN_OF_TOKENIZED = 256;

  /** How many characters could be written in the time that it takes to look at a message. */
  private static final int WRITTEN_OF_MESSAGE = 16;

  /** A buffer that is larger is given up with its row. */
  private static final int MOST_KEPT = 1 << 20;

  /** One for the persona, and one that moves on with a chat. */
  private static final int MOST_FINDINGS = 2;

  private StringBuilder text = new StringBuilder();
  private final List<String> parts = new ArrayList<>();
  private final Deque<TextFinding> findings = new ArrayDeque<>();
  private int next;
  private int written;
  private int shared;
  private boolean sharing;
  private long revision;
  private long work;

  /** A text by itself. */
  static WindowText only(String text) {
    RunningText running = new RunningText();
    running.begin(0);
    running.append(text);
    return running.finish();
  }

  /** Begins to count the work of another row. */
  void beginRow() {
    work = 0;
    if (text.capacity() > MOST_KEPT) {
      truncate(0, 0);
      text = new StringBuilder();
    }
  }

  /**
   * Begins the text of another window.
   *
   * @param messages how many messages will be looked at
   * @throws TooMuchTextException if that is too much for one row
   */
  void begin(int messages) {
    revision++;
    next = 0;
    written = 0;
    sharing = true;
    work((long) messages * WRITTEN_OF_MESSAGE);
  }

  void append(String part) {
    if (part.isEmpty()) {
      return;
    }
    if (sharing && next < parts.size() && part.equals(parts.get(next))) {
      next++;
    } else {
      if (sharing) {
        endSharing();
      }
      work(part.length());
      text.append(part);
      parts.add(part);
    }
    written += part.length();
  }

  /** How many characters the text has so far. */
  int written() {
    return written;
  }

  WindowText finish() {
    if (sharing) {
      endSharing();
    }
    return new WindowText(this, revision, written, shared);
  }

  private void endSharing() {
    sharing = false;
    shared = written;
    truncate(next, written);
  }

  private void truncate(int partsLeft, int length) {
    parts.subList(partsLeft, parts.size()).clear();
    text.setLength(length);
    while (!findings.isEmpty() && findings.getLast().reach() > length) {
      findings.removeLast();
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public String substring(int from, int to) {
    work(to - from);
    return text.substring(from, to);
  }

  @Override
  public @Nullable TextFinding finding() {
    return findings.peekLast();
  }

  @Override
  public void keep(TextFinding finding) {
    if (findings.size() == MOST_FINDINGS) {
      findings.removeLast();
    }
    findings.addLast(finding);
  }

  @Override
  public void tokenizing(int characters) {
    work((long) characters * WRITTEN_OF_TOKENIZED);
  }

  private void work(long more) {
    work += more;
    if (work > MOST_TOKENIZED * WRITTEN_OF_TOKENIZED) {
      throw new TooMuchTextException(MOST_TOKENIZED);
    }
  }
}

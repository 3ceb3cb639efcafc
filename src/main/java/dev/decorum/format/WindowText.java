package dev.decorum.format;

import org.jspecify.annotations.Nullable;

/**
 * The text of a window. It lies where the text of the next window will, so it has to be used before
 * that one is made.
 */
public final class WindowText {

  /** What somebody found out about the beginning of a text, and may need for the next one. */
  public interface Finding {
    /** How many characters of the text it depends on. */
    int reach();
  }

  private final RunningText running;
  private final long revision;
  private final int length;
  private final int shared;

  WindowText(RunningText running, long revision, int length, int shared) {
    this.running = running;
    this.revision = revision;
    this.length = length;
    this.shared = shared;
  }

  /** A text by itself. */
  public static WindowText of(String text) {
    RunningText alone = new RunningText();
    alone.begin(0);
    alone.append(text);
    return alone.finish();
  }

  private RunningText current() {
    if (running.revision() != revision) {
      throw new IllegalStateException("another window has been made since");
    }
    return running;
  }

  /** How many characters (UTF-16 code units) it has. */
  public int length() {
    return length;
  }

  /** With how many of its characters the text before it began too. */
  public int shared() {
    return shared;
  }

  /**
   * A part of it.
   *
   * @throws TooMuchTextException if the row of this window takes too much work
   */
  public String substring(int from, int to) {
    return current().substring(from, to);
  }

  /** The latest finding that still holds; {@code null} if there is none. */
  public @Nullable Finding finding() {
    return current().finding();
  }

  /** Keeps a finding for as long as it holds. */
  public void keep(Finding finding) {
    current().keep(finding);
  }

  /**
   * Notes that so many characters will be tokenized for the row of this window.
   *
   * @throws TooMuchTextException if that is too much for one row
   */
  public void tokenizing(int characters) {
    running.tokenizing(characters);
  }

  @Override
  public String toString() {
    return substring(0, length);
  }
}

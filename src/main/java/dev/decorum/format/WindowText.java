package dev.decorum.format;

import org.jspecify.annotations.Nullable;

/**
 * The text of a window. The text of the next window takes its place, so it has to be used before
 * that one is made.
 */
public final class WindowText {
  private final TextBuffer buffer;
  private final long revision;
  private final int length;
  private final int shared;

  WindowText(TextBuffer buffer, long revision, int length, int shared) {
    this.buffer = buffer;
    this.revision = revision;
    this.length = length;
    this.shared = shared;
  }

  private TextBuffer current() {
    if (buffer.revision() != revision) {
      throw new IllegalStateException("another window has been made since");
    }
    return buffer;
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
  public @Nullable TextFinding finding() {
    return current().finding();
  }

  /** Keeps a finding for as long as it holds. */
  public void keep(TextFinding finding) {
    current().keep(finding);
  }

  /**
   * Notes that so many characters will be tokenized for the row of this window.
   *
   * @throws TooMuchTextException if that is too much for one row
   */
  public void tokenizing(int characters) {
    buffer.tokenizing(characters);
  }

  @Override
  public String toString() {
    return substring(0, length);
  }
}

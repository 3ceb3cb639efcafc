package dev.decorum.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Text that goes through a pager if it is longer than the screen. Closing waits until the user has
 * left the pager; one that is left before the end is a reader that went away. One that fails has
 * shown nothing: the text is printed then.
 */
final class PagedOutput extends OutputStream {
  /** More than anybody reads page by page is not kept for a pager that fails. */
  private static final int MOST_KEPT = 1 << 22;

  private final OutputStream plain;
  private final Pager pager;
  private final Optional<Integer> most;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private int lines;
  private @Nullable Process process;
  private boolean isPlain;
  private boolean closed;

  /**
   * @param plain where shorter text goes
   */
  PagedOutput(OutputStream plain, Pager pager) {
    this.plain = plain;
    this.pager = pager;
    this.most = pager.lines();
    this.isPlain = most.isEmpty();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (isPlain) {
      plain.write(bytes, offset, length);
      return;
    }
    if (process == null || begun.size() <= MOST_KEPT) {
      begun.write(bytes, offset, length);
    }
    Process reader = process;
    if (reader != null) {
      send(reader, bytes, offset, length);
      return;
    }
    for (int i = offset; i < offset + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    if (lines > most.orElse(0)) {
      process = pager.start();
      send(process, begun.toByteArray(), 0, begun.size());
    }
  }

  private void send(Process reader, byte[] bytes, int offset, int length) throws IOException {
    try {
      reader.getOutputStream().write(bytes, offset, length);
      reader.getOutputStream().flush();
    } catch (IOException e) {
      if (!hasFailed(reader)) {
        throw new BrokenPipeException(e);
      }
    }
  }

  /** Whether a pager that has ended has shown nothing; what it was to show is printed then. */
  private boolean hasFailed(Process reader) throws IOException {
    if (!pager.hasFailed(reader) || begun.size() > MOST_KEPT) {
      return false;
    }
    isPlain = true;
    plain.write(begun.toByteArray());
    return true;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Process reader = process;
    if (reader == null) {
      plain.write(begun.toByteArray());
    } else if (!isPlain) {
      try {
        reader.getOutputStream().close();
      } catch (IOException e) {
        // It was left before its end.
      }
      hasFailed(reader);
    }
    plain.flush();
  }
}

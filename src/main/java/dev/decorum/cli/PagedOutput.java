package dev.decorum.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Text that goes through a pager if it is longer than the screen. Closing waits until the user has
 * left the pager; one that is left before the end is a reader that went away.
 */
final class PagedOutput extends OutputStream {
  private final OutputStream plain;
  private final Pager pager;
  private final Optional<Integer> most;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private int lines;
  private @Nullable Process process;
  private boolean closed;

  /**
   * @param plain where shorter text goes
   */
  PagedOutput(OutputStream plain, Pager pager) {
    this.plain = plain;
    this.pager = pager;
    this.most = pager.lines();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (most.isEmpty()) {
      plain.write(bytes, offset, length);
      return;
    }
    Process reader = process;
    if (reader != null) {
      send(reader, bytes, offset, length);
      return;
    }
    begun.write(bytes, offset, length);
    for (int i = offset; i < offset + length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    if (lines > most.get()) {
      process = pager.start();
      send(process, begun.toByteArray(), 0, begun.size());
      begun.reset();
    }
  }

  private static void send(Process reader, byte[] bytes, int offset, int length)
      throws IOException {
    try {
      reader.getOutputStream().write(bytes, offset, length);
      reader.getOutputStream().flush();
    } catch (IOException e) {
      throw new BrokenPipeException(e);
    }
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
      plain.flush();
      return;
    }
    try {
      reader.getOutputStream().close();
    } catch (IOException e) {
      // It was left before its end.
    } finally {
      pager.await(reader);
    }
  }
}

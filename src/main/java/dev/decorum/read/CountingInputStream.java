package dev.decorum.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Adds what is read to a counter that another thread may watch. */
final class CountingInputStream extends FilterInputStream {
  private final AtomicLong bytes;

  CountingInputStream(InputStream in, AtomicLong bytes) {
    super(in);
    this.bytes = bytes;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      bytes.incrementAndGet();
    }
    return read;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = super.read(target, from, length);
    if (read > 0) {
      bytes.addAndGet(read);
    }
    return read;
  }
}

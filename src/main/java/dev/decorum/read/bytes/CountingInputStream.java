package dev.decorum.read.bytes;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Adds what is read to a counter that another thread may watch, and hashes it. */
public final class CountingInputStream extends FilterInputStream {
  private final AtomicLong bytesOfAll;
  private final MessageDigest sha256;
  private long bytes;

  public CountingInputStream(InputStream in, AtomicLong bytesOfAll) {
    super(in);
    this.bytesOfAll = bytesOfAll;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** What was read so far; ends the hash. */
  public InputDigest digest(String path) {
    return new InputDigest(path, bytes, HexFormat.of().formatHex(sha256.digest()));
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count(1);
      sha256.update((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    int read = super.read(target, from, length);
    if (read > 0) {
      count(read);
      sha256.update(target, from, read);
    }
    return read;
  }

  private void count(int read) {
    bytes += read;
    bytesOfAll.addAndGet(read);
  }
}

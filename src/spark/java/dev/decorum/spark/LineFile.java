package dev.decorum.spark;

import dev.decorum.api.ChatFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Rows of a part as a file of JSON Lines, which is written as it is read. */
final class LineFile implements ChatFile {
  private final String name;
  private final Iterator<String> lines;

  LineFile(String name, Iterator<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long bytes() {
    return -1;
  }

  @Override
  public InputStream open() {
    return new InputStream() {
      private byte[] line = {};
      private int at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int length) {
        if (at == line.length) {
          if (!lines.hasNext()) {
            return -1;
          }
          line = (lines.next() + "\n").getBytes(StandardCharsets.UTF_8);
          at = 0;
        }
        int count = Math.min(length, line.length - at);
        System.arraycopy(line, at, target, from, count);
        at += count;
        return count;
      }
    };
  }
}

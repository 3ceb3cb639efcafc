package dev.decorum.read.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952) with any number of members, and hands out what it has as soon as it
 * has it.
 *
 * <p>The JDK's own stream looks for a further member only if {@code available()} says so, which a
 * pipe need not, and takes a broken one for the end of the data: rows would vanish without a word.
 * That of Commons Compress waits until it can fill the whole buffer, and takes zeros at the end for
 * garbage.
 */
final class GzipInputStream extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECK = 2;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 check = new CRC32();
  private final byte[] block = new byte[1 << 16];
  private int position;
  private int limit;
  private boolean ended;

  GzipInputStream(InputStream in) throws IOException {
    this.in = in;
    readHeader();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int written = inflate(target, from, length);
      if (written > 0) {
        check.update(target, from, written);
        return written;
      }
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        readTrailer();
        ended = !hasFurtherMember();
        if (!ended) {
          readHeader();
        }
      } else if (inflater.needsDictionary()) {
        throw new IOException("the gzip data is broken: it needs a preset dictionary");
      } else if (inflater.needsInput()) {
        if (!fill()) {
          throw new EOFException("the gzip data is cut off");
        }
        inflater.setInput(block, position, limit - position);
        position = limit;
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int from, int length) throws IOException {
    try {
      return inflater.inflate(target, from, length);
    } catch (DataFormatException e) {
      throw new IOException("the gzip data is broken: " + e.getMessage(), e);
    }
  }

  private void readHeader() throws IOException {
    if (readByte() != 0x1f || readByte() != 0x8b || readByte() != 8) {
      throw new IOException("the gzip data is broken: a member has no proper header");
    }
    int flags = readByte();
    if ((flags & RESERVED) != 0) {
      // RFC 1952: they may mean that there are fields in the header which nobody knows yet.
      throw new IOException("the gzip data is broken: a member's header has reserved flags");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(readShort());
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECK) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(block, position, limit - position);
    position = limit;
    check.reset();
  }

  private void readTrailer() throws IOException {
    long checksum = readInt();
    long length = readInt();
    if (checksum != check.getValue()) {
      throw new IOException("the gzip data is broken: its checksum differs");
    }
    if (length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new IOException("the gzip data is broken: its length differs");
    }
  }

  /** Tapes and some archivers pad the end with zeros; all else has to be a member. */
  private boolean hasFurtherMember() throws IOException {
    while (position < limit || fill()) {
      if (block[position] != 0) {
        return true;
      }
      position++;
    }
    return false;
  }

  private void skipText() throws IOException {
    while (readByte() != 0) {
      // The text of a header says nothing about the data.
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      readByte();
    }
  }

  private int readShort() throws IOException {
    int low = readByte();
    return low | readByte() << 8;
  }

  private long readInt() throws IOException {
    return readShort() | (long) readShort() << 16;
  }

  private int readByte() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("the gzip data is cut off");
    }
    return block[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(block, 0, block.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}

package dev.decorum.read.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The files of a tar archive (POSIX ustar and pax, GNU, and the old one of Unix V7), in their
 * order.
 *
 * <p>The reader of Commons Compress holds names, pax headers and maps of sparse files of any length
 * in memory, goes one call deeper for each header, and does not tell an archive that is cut off
 * between two files.
 */
final class TarReader {
  /** The length of a header, and what everything is padded to. */
  static final int RECORD = 512;

  private static final int NAME = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX = 155;
  private static final int SPARSE_MORE_AT = 482;
  private static final int SPARSE_STILL_MORE_AT = 504;

  /** A header that describes the next file. */
  private static final int LONGEST_DESCRIPTION = 1 << 16;

  /** A file, a folder, a link. */
  record Entry(String name, Kind kind, long size) {}

  /** What an entry is. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    SPARSE_FILE,
    OTHER
  }

  private final InputStream in;
  private final byte[] header = new byte[RECORD];
  private final byte[] block = new byte[1 << 13];

  /** What is left of the current entry's data, and of what pads them. */
  private long left;

  private int padding;

  TarReader(InputStream in) {
    this.in = in;
  }

  /** Whether it begins with a header, of which all bytes have been looked at. */
  static boolean isHeader(HeadInputStream head) {
    byte[] bytes = new byte[RECORD];
    for (int i = 0; i < RECORD; i++) {
      bytes[i] = (byte) head.at(i);
    }
    return bytes[0] != 0 && hasChecksum(bytes);
  }

  /** The next entry; {@code null} at the end of the archive, which is then read as a whole. */
  @Nullable Entry next() throws IOException {
    String name = null;
    long size = -1;
    boolean sparse = false;
    while (true) {
      skipData();
      if (in.readNBytes(header, 0, RECORD) < RECORD) {
        throw cutOff();
      }
      if (isZero(header, RECORD)) {
        end();
        return null;
      }
      if (!hasChecksum(header)) {
        throw broken("the checksum of a header differs");
      }
      begin(number(SIZE_AT, SIZE));
      switch (header[TYPE_AT]) {
        case 'L' -> name = text(description(), 0, LONGEST_DESCRIPTION);
        case 'x' -> {
          Pax pax = Pax.parse(description());
          name = pax.name() == null ? name : pax.name();
          size = pax.size() < 0 ? size : pax.size();
          sparse |= pax.sparse();
        }
        case 'K', 'g', 'V', 'X' -> {
          // Names of links, remarks, labels.
        }
        case 'M' -> throw broken("it is one part of several; join them first");
        default -> {
          if (size >= 0) {
            begin(size);
          }
          String plain = name == null ? name() : name;
          Entry entry = new Entry(plain, kind(plain, sparse), left);
          skipSparseMap();
          return entry;
        }
      }
    }
  }

  private Kind kind(String name, boolean sparse) {
    return switch (header[TYPE_AT]) {
      case 0, '0', '7' -> {
        if (sparse) {
          yield Kind.SPARSE_FILE;
        }
        // Before there was a type for folders, a slash told them.
        yield name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
      }
      case 'S' -> Kind.SPARSE_FILE;
      case '5', 'D' -> Kind.FOLDER;
      case '1', '2' -> Kind.LINK;
      default -> Kind.OTHER;
    };
  }

  /** The data of the current entry. */
  InputStream data() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        if (left == 0 || length == 0) {
          return left == 0 ? -1 : 0;
        }
        int read = in.read(target, from, (int) Math.min(length, left));
        if (read < 0) {
          throw cutOff();
        }
        left -= read;
        return read;
      }
    };
  }

  private void begin(long size) throws IOException {
    // Of links and folders some archivers write the size, but no data follow.
    boolean data = header[TYPE_AT] < '1' || header[TYPE_AT] > '6';
    left = data ? size : 0;
    padding = (int) ((RECORD - left % RECORD) % RECORD);
  }

  private void skipData() throws IOException {
    long toSkip = left + padding;
    if (toSkip < 0) {
      throw cutOff();
    }
    while (toSkip > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, toSkip));
      if (read < 0) {
        throw cutOff();
      }
      toSkip -= read;
    }
    left = 0;
    padding = 0;
  }

  /** Of GNU's old sparse files, further records may follow the header. */
  private void skipSparseMap() throws IOException {
    boolean more = header[TYPE_AT] == 'S' && header[SPARSE_MORE_AT] != 0;
    while (more) {
      if (in.readNBytes(header, 0, RECORD) < RECORD) {
        throw cutOff();
      }
      more = header[SPARSE_STILL_MORE_AT] != 0;
    }
  }

  private byte[] description() throws IOException {
    if (left > LONGEST_DESCRIPTION) {
      throw broken("the description of a file is longer than 64 KiB");
    }
    byte[] bytes = in.readNBytes((int) left);
    if (bytes.length < left) {
      throw cutOff();
    }
    left = 0;
    return bytes;
  }

  /** What follows the end is nothing, or somebody has joined archives and expects all of it. */
  private void end() throws IOException {
    for (int read = in.read(block); read >= 0; read = in.read(block)) {
      if (!isZero(block, read)) {
        throw broken("there is more data after its end; unpack it with: tar --ignore-zeros -xf");
      }
    }
  }

  private String name() {
    String name = text(header, 0, NAME);
    boolean posix = header[MAGIC_AT + 5] == 0 && text(header, MAGIC_AT, 5).equals("ustar");
    String prefix = posix ? text(header, PREFIX_AT, PREFIX) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** In octal digits or, if it is large, in binary. */
  private long number(int from, int length) throws IOException {
    if ((header[from] & 0x80) != 0) {
      long number = header[from] & 0x7f;
      for (int i = 1; i < length; i++) {
        if (number >> 55 != 0) {
          throw broken("the size of a file is not a number");
        }
        number = number << 8 | (header[from + i] & 0xff);
      }
      return number;
    }
    long number = 0;
    for (int i = from; i < from + length; i++) {
      int digit = header[i] - '0';
      if (digit >= 0 && digit < 8) {
        number = number << 3 | digit;
      } else if (header[i] != ' ' && header[i] != 0) {
        throw broken("the size of a file is not a number");
      }
    }
    return number;
  }

  /** Some archivers have added up signed bytes. */
  private static boolean hasChecksum(byte[] header) {
    int unsigned = 0;
    int signed = 0;
    int expected = 0;
    for (int i = 0; i < RECORD; i++) {
      boolean itself = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM;
      unsigned += itself ? ' ' : header[i] & 0xff;
      signed += itself ? ' ' : header[i];
      if (itself && header[i] >= '0' && header[i] < '8') {
        expected = expected << 3 | (header[i] - '0');
      }
    }
    return expected == unsigned || expected == signed;
  }

  private static String text(byte[] bytes, int from, int longest) {
    int to = from;
    while (to < bytes.length && to < from + longest && bytes[to] != 0) {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private static boolean isZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static EOFException cutOff() {
    return new EOFException("the tar archive is cut off");
  }

  private static IOException broken(String reason) {
    return new IOException("the tar archive is broken: " + reason);
  }

  /** What a pax header says of the next file, as far as it matters; -1 for no size. */
  private record Pax(@Nullable String name, long size, boolean sparse) {

    /** Lines, each with its own length before it: {@code 20 path=chats.jsonl}. */
    static Pax parse(byte[] bytes) throws IOException {
      String name = null;
      long size = -1;
      boolean sparse = false;
      int at = 0;
      while (at < bytes.length && bytes[at] != 0) {
        int digits = at;
        long length = 0;
        while (digits < bytes.length && bytes[digits] >= '0' && bytes[digits] <= '9') {
          length = Math.min(length * 10 + (bytes[digits++] - '0'), Integer.MAX_VALUE);
        }
        if (digits >= bytes.length
            || bytes[digits] != ' '
            || length > bytes.length - at
            || length < digits - at + 2
            || bytes[at + (int) length - 1] != '\n') {
          throw broken("a pax header is not made of lines");
        }
        int end = at + (int) length - 1;
        String line = new String(bytes, digits + 1, end - digits - 1, StandardCharsets.UTF_8);
        at = end + 1;
        if (line.startsWith("path=")) {
          name = line.substring("path=".length());
        } else if (line.startsWith("size=")) {
          size = size(line.substring("size=".length()));
        } else if (line.startsWith("GNU.sparse.")) {
          sparse = true;
        }
      }
      return new Pax(name, size, sparse);
    }

    private static long size(String digits) throws IOException {
      try {
        long size = Long.parseLong(digits);
        if (size >= 0) {
          return size;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw broken("the size of a file is not a number");
    }
  }
}

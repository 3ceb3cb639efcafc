package dev.decorum.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/** Reads files for their checksums. */
public final class FileChecksum {
  private static final int BUFFER = 1 << 18;

  private FileChecksum() {}

  /**
   * Whether a path is a file, and no link, of this size and checksum.
   *
   * @param crc32 the CRC-32 of the content
   */
  public static boolean isCopy(Path file, long size, long crc32) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != size) {
      return false;
    }
    CRC32 found = new CRC32();
    add(file, found);
    return found.getValue() == crc32;
  }

  /**
   * Adds all of a file to a checksum.
   *
   * @return how many bytes it has
   */
  static long add(Path file, Checksum checksum) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    long size = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
        checksum.update(buffer.flip());
        buffer.clear();
        size += read;
      }
    }
    return size;
  }
}

package dev.decorum.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.Checksum;

/** Reads files for their checksums. */
public final class FileChecksum {
  private static final int BUFFER = 1 << 18;

  private FileChecksum() {}

  /**
   * Adds all of a file to a checksum.
   *
   * @return how many bytes it has
   */
  public static long add(Path file, Checksum checksum) throws IOException {
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

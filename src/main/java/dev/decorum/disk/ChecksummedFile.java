package dev.decorum.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A file with its size and checksum (CRC-32C, which a processor computes as fast as it reads) in
 * another beside it, by which a later run knows that it is whole: a disk that fails, or a machine
 * that loses its power, can leave zeros under a name that is there.
 */
public final class ChecksummedFile {
  private static final int LONGEST_CHECKSUM = 64;

  private ChecksummedFile() {}

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private static Path checksumFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".seal");
  }

  /**
   * Writes a file and its checksum, each of which appears when it is whole and safe on the disk.
   */
  public static void write(Path file, Writer writer) throws IOException {
    CRC32C checksum = new CRC32C();
    try (AtomicFile whole = new AtomicFile(file)) {
      writer.writeTo(new CheckedOutputStream(whole.stream(), checksum));
      whole.commit();
    }
    AtomicFile.write(checksumFile(file), text(Files.size(file), checksum));
  }

  private static String text(long size, CRC32C checksum) {
    return String.format(Locale.ROOT, "%d bytes, CRC-32C %08x\n", size, checksum.getValue());
  }

  /** Whether the file is there as it was written. Reads all of it. */
  public static boolean isWhole(Path file) throws IOException {
    Path checksumFile = checksumFile(file);
    if (!isThere(file) || Files.size(checksumFile) > LONGEST_CHECKSUM) {
      return false;
    }
    CRC32C checksum = new CRC32C();
    long size = FileChecksum.add(file, checksum);
    byte[] due = text(size, checksum).getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(due, Files.readAllBytes(checksumFile));
  }

  /** Whether a file and a checksum have these names, whatever is in them. */
  public static boolean isThere(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(checksumFile(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes the checksum, so that the file counts for nothing until it is written anew. */
  public static void removeChecksum(Path file) throws IOException {
    Files.deleteIfExists(checksumFile(file));
  }
}

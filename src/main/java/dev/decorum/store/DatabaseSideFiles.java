package dev.decorum.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The files that SQLite keeps beside a database and removes without asking: its write-ahead log,
 * its index, and a rollback journal. A file that only has such a name must not be lost.
 */
final class DatabaseSideFiles {
  private static final int LOG_MAGIC = 0x377f0682;
  private static final int INDEX_VERSION = 3_007_000;
  private static final byte[] JOURNAL_MAGIC = {
    (byte) 0xd9, (byte) 0xd5, 5, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63, (byte) 0xd7
  };

  private DatabaseSideFiles() {}

  /**
   * Makes sure that SQLite's names beside a database are free or SQLite's.
   *
   * @throws StoreException if something else has one of them
   */
  static void check(Path database) {
    for (String ending : new String[] {"-wal", "-shm", "-journal"}) {
      Path file = DatabaseFiles.beside(database, ending);
      if (!isFreeOrOfSqlite(file, ending)) {
        throw new StoreException(
            file
                + ": was not written by SQLite, which would overwrite it when it uses "
                + database
                + "; move it away, or choose another name for the store");
      }
    }
  }

  private static boolean isFreeOrOfSqlite(Path file, String ending) {
    byte[] head;
    try {
      if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isRegularFile()) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        head = in.readNBytes(JOURNAL_MAGIC.length);
      }
    } catch (NoSuchFileException e) {
      return true; // also if SQLite removes it at this moment, for another process
    } catch (IOException e) {
      throw StoreException.unreadable(file, e);
    }
    byte[] due =
        switch (ending) {
          case "-wal" -> bytes(LOG_MAGIC, ByteOrder.BIG_ENDIAN);
          case "-shm" -> bytes(INDEX_VERSION, ByteOrder.nativeOrder());
          default -> JOURNAL_MAGIC;
        };
    if (ending.equals("-wal") && head.length >= due.length) {
      head[due.length - 1] &= ~1; // tells the order of bytes in its checksums
    }
    // What was cut off, by a failure or on purpose, holds a beginning, and then zeros or nothing.
    int compared = Math.min(head.length, due.length);
    int alike = Arrays.mismatch(head, 0, compared, due, 0, compared);
    return alike < 0 || IntStream.range(alike, head.length).allMatch(i -> head[i] == 0);
  }

  private static byte[] bytes(int number, ByteOrder order) {
    return ByteBuffer.allocate(Integer.BYTES).order(order).putInt(number).array();
  }
}

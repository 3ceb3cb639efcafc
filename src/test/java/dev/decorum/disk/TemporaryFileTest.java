package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFileTest {
  @TempDir Path folder;

  private List<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hasNoNameWhileItIsOpen() throws IOException {
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      assertEquals(List.of(), names());
      file.end().write(new byte[] {1, 2});
      assertArrayEquals(new byte[] {1, 2}, file.read(0, 2));
      assertEquals(List.of(), names());
    }
  }

  @Test
  void isGoneWhenItIsClosed() throws IOException {
    TemporaryFile file = TemporaryFile.open(folder);
    file.end().write(1);
    file.close();
    assertEquals(List.of(), names());
    assertThrows(ClosedChannelException.class, () -> file.read(0, 1));
  }

  @Test
  void anEmptyOneHasNothingToRead() throws IOException {
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      assertEquals(0, file.length());
      assertArrayEquals(new byte[0], file.read(0, 0));
      assertThrows(EOFException.class, () -> file.read(0, 1));
      assertEquals(-1, file.start().read());
    }
  }

  /** Pieces that fill the buffer of 65,536 bytes exactly, do not fit in it, or are longer. */
  @Test
  void whatIsAddedIsFoundAgainAtItsPlace() throws IOException {
    Random random = new Random(11);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      for (int length : new int[] {1, 65_535, 0, 1, 65_536, 3, 65_534, 65_535, 200_000, 7}) {
        byte[] piece = new byte[length];
        random.nextBytes(piece);
        long place = file.length();
        assertEquals(expected.size(), place);
        file.end().write(piece);
        expected.write(piece);
        assertEquals(expected.size(), file.length());
        if (length % 2 == 0) {
          assertArrayEquals(piece, file.read(place, length));
        }
      }
      byte[] all = expected.toByteArray();
      assertArrayEquals(all, file.read(0, all.length));
      assertArrayEquals(Arrays.copyOfRange(all, 65_000, 66_000), file.read(65_000, 1_000));
      assertThrows(EOFException.class, () -> file.read(all.length - 1L, 2));
    }
  }

  @Test
  void itGrowsBetweenReading() throws IOException {
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      for (int i = 0; i < 300; i++) {
        file.end().write(i);
        assertArrayEquals(new byte[] {(byte) i}, file.read(i, 1));
        if (i % 7 == 0) {
          file.end().flush();
        }
      }
      assertEquals(300, file.length());
    }
  }

  @Test
  void isReadFromItsStart() throws IOException {
    byte[] all = new byte[150_000];
    new Random(12).nextBytes(all);
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      file.end().write(all);
      try (InputStream in = file.start()) {
        assertArrayEquals(all, in.readAllBytes());
      }
      assertThrows(ClosedChannelException.class, () -> file.read(0, 1));
    }
  }

  @Test
  void itsChannelHasAllThatWasAdded() throws IOException {
    try (TemporaryFile file = TemporaryFile.open(folder)) {
      file.end().write(new byte[] {1, 2, 3});
      FileChannel channel = file.channel();
      assertEquals(3, channel.size());
      ByteBuffer read = ByteBuffer.allocate(2);
      channel.read(read, 1);
      assertEquals(ByteBuffer.wrap(new byte[] {2, 3}), read.flip());
    }
  }
}

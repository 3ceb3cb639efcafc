package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    try (FileChannel file = TemporaryFile.open(folder)) {
      assertEquals(List.of(), names());
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
      ByteBuffer read = ByteBuffer.allocate(2);
      file.read(read, 0);
      assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), read.flip());
    }
  }
}

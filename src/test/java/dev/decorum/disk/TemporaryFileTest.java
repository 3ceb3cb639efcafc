package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TemporaryFileTest {
  private static Set<Path> names() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir", "")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("decorum-\\d+\\.tmp"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hasNoNameWhileItIsOpen() throws IOException {
    Set<Path> before = names();
    try (FileChannel file = TemporaryFile.open()) {
      assertEquals(before, names());
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
      ByteBuffer read = ByteBuffer.allocate(2);
      file.read(read, 0);
      assertEquals(ByteBuffer.wrap(new byte[] {1, 2}), read.flip());
    }
  }
}

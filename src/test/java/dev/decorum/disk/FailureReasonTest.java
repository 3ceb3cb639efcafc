package dev.decorum.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReasonTest {
  @TempDir Path folder;

  @Test
  void reasonsAreWordsWithoutTheName() {
    Path missing = folder.resolve("weights");
    assertEquals(
        "no such file",
        FailureReason.of(
            assertThrows(
                IOException.class, () -> new RandomAccessFile(missing.toFile(), "r").close())));
    assertEquals(
        "no such file",
        FailureReason.of(
            assertThrows(IOException.class, () -> Files.newInputStream(missing).close())));
    assertEquals("permission denied", FailureReason.of(new AccessDeniedException("weights")));
    assertEquals("it ends too soon", FailureReason.of(new EOFException()));
    assertEquals(
        "No space left on device",
        FailureReason.of(new FileSystemException("weights", null, "No space left on device")));
    assertEquals("Input/output error", FailureReason.of(new IOException("Input/output error")));
    assertEquals("the system gives no reason", FailureReason.of(new IOException()));
  }
}

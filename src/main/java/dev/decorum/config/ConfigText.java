package dev.decorum.config;

import dev.decorum.disk.FailureReason;
import dev.decorum.failure.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads the text of a configuration file. */
public final class ConfigText {
  private static final int MOST_BYTES = 1 << 20;

  /** Editors on Windows put it before what they save. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigText() {}

  /**
   * The text of a file.
   *
   * @throws UsageException if it cannot be read
   */
  public static String read(Path file) {
    try {
      return bounded(file);
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not in UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, FailureReason.of(e), e);
    }
  }

  private static UsageException unreadable(Path file, String reason, IOException e) {
    return new UsageException("the configuration file " + file + " cannot be read: " + reason, e);
  }

  /**
   * Refuses pipes, which would block without a writer, and reads 1 MiB at most, since some devices
   * never end.
   */
  private static String bounded(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder");
    }
    if (attributes.isOther() && !file.toAbsolutePath().startsWith("/dev")) {
      throw new IOException("it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
  }
}

package dev.decorum.spark;

import dev.decorum.api.ChatFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A row as a file of JSON Lines.
 *
 * @param name tells which row it is
 */
record LineFile(String name, String line) implements ChatFile {
  @Override
  public long bytes() {
    return -1;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

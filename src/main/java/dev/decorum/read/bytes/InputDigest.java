package dev.decorum.read.bytes;

import java.util.Objects;

/**
 * What was read of one input.
 *
 * @param path as the user named it
 * @param bytes how many bytes were read, before decompression
 * @param sha256 SHA-256 of those bytes, in lower-case hexadecimal
 */
public record InputDigest(String path, long bytes, String sha256) {

  public InputDigest {
    Objects.requireNonNull(path);
    Objects.requireNonNull(sha256);
  }
}

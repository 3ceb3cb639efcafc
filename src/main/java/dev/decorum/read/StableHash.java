package dev.decorum.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A number for a text that is the same on every machine and in every version: what was split by it
 * once is split in the same way for ever.
 */
public final class StableHash {
  private StableHash() {}

  /** The first eight bytes of the SHA-256 of the text in UTF-8, the most significant first. */
  public static long of(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

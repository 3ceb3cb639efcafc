package dev.decorum.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the bytes of a file are compared with: their SHA-256 for large files, and for small ones the
 * hash that git gives them, SHA-1 with the size in front.
 *
 * @param expected in lower-case hexadecimal; 64 digits for SHA-256, 40 for git's
 */
record Checksum(String expected) {
  private static final int DIGITS_OF_SHA256 = 64;

  /** What the bytes of a file of this size are fed to. */
  MessageDigest digest(long size) {
    boolean isGit = expected.length() < DIGITS_OF_SHA256;
    try {
      MessageDigest digest = MessageDigest.getInstance(isGit ? "SHA-1" : "SHA-256");
      if (isGit) {
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
    }
  }

  /** Whether the bytes that were fed to {@code digest} are the right ones. */
  boolean isMatchedBy(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).equals(expected);
  }
}

package dev.decorum.store;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Says whether two nights consist of the same conversations, whatever their order: the sum of the
 * SHA-256 of all windows, modulo 2^256. Not thread-safe.
 */
public final class ContentDigest {
  private static final int BITS = 256;
  private static final int HEX_DIGITS = BITS / 4;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(BITS);

  private BigInteger sum = BigInteger.ZERO;

  /**
   * Takes a window in.
   *
   * @param sha256 its hash, 64 hexadecimal digits
   */
  public void add(String sha256) {
    sum = sum.add(new BigInteger(1, HexFormat.of().parseHex(sha256))).mod(MODULUS);
  }

  /** The digest as 64 hexadecimal digits. */
  public String hex() {
    String digits = sum.toString(16);
    return "0".repeat(HEX_DIGITS - digits.length()) + digits;
  }
}

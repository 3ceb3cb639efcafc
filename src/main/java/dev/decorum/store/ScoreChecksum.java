package dev.decorum.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.zip.CRC32;
import org.sqlite.Function;

/** The checksum with which a stored score is compared when it is read back. */
final class ScoreChecksum {
  private ScoreChecksum() {}

  /**
   * The checksum of a score.
   *
   * @param model SHA-256 of what decides the model's logits, in hexadecimal
   * @param window SHA-256 of the window's tokens
   */
  static long of(String model, byte[] window, float inappropriate, float appropriate) {
    CRC32 checksum = new CRC32();
    checksum.update(model.getBytes(StandardCharsets.US_ASCII));
    checksum.update(window);
    checksum.update(
        ByteBuffer.allocate(2 * Float.BYTES).putFloat(inappropriate).putFloat(appropriate).flip());
    return checksum.getValue();
  }

  /** Gives all scores of an older store their checksums. */
  static void addAll(Connection c) throws SQLException {
    Function.create(
        c,
        "score_checksum",
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            result(
                of(value_text(0), value_blob(1), (float) value_double(2), (float) value_double(3)));
          }
        });
    try (Statement update = c.createStatement()) {
      update.executeUpdate(
          "UPDATE score SET checksum = score_checksum("
              + "(SELECT sha256 FROM model WHERE id = score.model),"
              + " window_sha256, logit_inappropriate, logit_appropriate)");
    }
    Function.destroy(c, "score_checksum");
  }
}

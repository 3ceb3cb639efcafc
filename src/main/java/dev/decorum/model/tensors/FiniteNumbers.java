package dev.decorum.model.tensors;

import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Makes sure that weights are finite numbers. Training in half precision may leave infinities and
 * NaNs, a single one of which can spoil the scores of some texts or all.
 *
 * <p>Half a gigabyte has to be checked before the first score, so several elements are checked at
 * once: the bits of their exponents are inverted, so that the exponents of infinities and NaNs,
 * whose bits are all set, become 0. Not thread-safe.
 */
public final class FiniteNumbers {
  private static final int CHUNK = 1 << 18;

  private static final long FLOAT_EXPONENTS = 0x7f800000_7f800000L;
  private static final long FLOAT_ONES = 0x00000001_00000001L;
  private static final long FLOAT_SIGNS = 0x80000000_80000000L;
  private static final long HALF_EXPONENTS = 0x7c00_7c00_7c00_7c00L;
  private static final long BRAIN_EXPONENTS = 0x7f80_7f80_7f80_7f80L;
  private static final long HALF_ONES = 0x0001_0001_0001_0001L;
  private static final long HALF_SIGNS = 0x8000_8000_8000_8000L;

  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private final long[] values = new long[CHUNK / Long.BYTES];

  /**
   * Checks a weight.
   *
   * @throws ModelException if an element is infinite or not a number, or cannot be read
   */
  public void require(TensorEntry tensor) {
    if (!tensor.isContiguous() || !tensor.file().getFileSystem().equals(FileSystems.getDefault())) {
      byte[] bytes = tensor.read();
      long[] all = new long[(bytes.length + Long.BYTES - 1) / Long.BYTES];
      ByteBuffer padded =
          ByteBuffer.wrap(Arrays.copyOf(bytes, all.length * Long.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      padded.asLongBuffer().get(all);
      require(tensor, all, all.length);
      return;
    }
    try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      long done = 0;
      while (done < tensor.length()) {
        chunk.clear().limit((int) Math.min(CHUNK, tensor.length() - done));
        while (chunk.hasRemaining()) {
          if (file.read(chunk, tensor.offset() + done + chunk.position()) < 0) {
            throw new ModelException(tensor.file() + ": ends inside of " + tensor.name());
          }
        }
        done += chunk.position();
        require(tensor, values, wholeLongs());
      }
    } catch (IOException e) {
      throw new ModelException(tensor.file() + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** The number of longs with the bytes that were read, padded with zeros. */
  private int wholeLongs() {
    chunk.limit(chunk.capacity());
    while (chunk.position() % Long.BYTES != 0) {
      chunk.put((byte) 0);
    }
    int count = chunk.position() / Long.BYTES;
    chunk.flip();
    chunk.asLongBuffer().get(values, 0, count);
    return count;
  }

  private static void require(TensorEntry tensor, long[] values, int count) {
    boolean finite =
        switch (tensor.type()) {
          case F32 -> areFinite(values, count, FLOAT_EXPONENTS, FLOAT_ONES, FLOAT_SIGNS);
          case F16 -> areFinite(values, count, HALF_EXPONENTS, HALF_ONES, HALF_SIGNS);
          case BF16 -> areFinite(values, count, BRAIN_EXPONENTS, HALF_ONES, HALF_SIGNS);
          case F64 -> areFinite(values, count);
          case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 -> true;
        };
    if (!finite) {
      throw new ModelException(
          tensor.file()
              + ": the tensor "
              + tensor.name()
              + " holds a value that is infinite or not a number (NaN); the weights are damaged, or"
              + " overflowed in training");
    }
  }

  /**
   * Subtracting 1 from an inverted exponent borrows from the sign bit only if the exponent is 0.
   */
  private static boolean areFinite(
      long[] values, int count, long exponents, long ones, long signs) {
    long borrowed = 0;
    for (int i = 0; i < count; i++) {
      borrowed |= ((values[i] & exponents) ^ exponents) - ones;
    }
    return (borrowed & signs) == 0;
  }

  /** Checks doubles, which have to be finite in float32, since computations use it. */
  private static boolean areFinite(long[] values, int count) {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite((float) Double.longBitsToDouble(values[i]))) {
        return false;
      }
    }
    return true;
  }
}

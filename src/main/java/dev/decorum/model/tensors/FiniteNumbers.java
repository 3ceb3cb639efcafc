package dev.decorum.model.tensors;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.StandardOpenOption;

/**
 * Makes sure that weights are numbers: training in half precision leaves infinities behind and
 * values that are no number, and one of them is enough to spoil some texts or all.
 */
public final class FiniteNumbers {
  private static final int CHUNK = 1 << 18;

  private FiniteNumbers() {}

  /**
   * Looks through a weight.
   *
   * @throws ModelException if an element is infinite or no number, or cannot be read
   */
  public static void require(TensorEntry tensor) {
    if (!tensor.isContiguous() || !tensor.file().getFileSystem().equals(FileSystems.getDefault())) {
      require(tensor, ByteBuffer.wrap(tensor.read()).order(ByteOrder.LITTLE_ENDIAN));
      return;
    }
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, tensor.length())).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      long done = 0;
      while (done < tensor.length()) {
        chunk.clear().limit((int) Math.min(chunk.capacity(), tensor.length() - done));
        while (chunk.hasRemaining()) {
          if (file.read(chunk, tensor.offset() + done + chunk.position()) < 0) {
            throw new ModelException(tensor.file() + ": ends inside of " + tensor.name());
          }
        }
        require(tensor, chunk.flip());
        done += chunk.limit();
      }
    } catch (IOException e) {
      throw new ModelException(tensor.file() + ": cannot be read: " + ModelFolder.reason(e), e);
    }
  }

  private static void require(TensorEntry tensor, ByteBuffer elements) {
    boolean finite =
        switch (tensor.type()) {
          case F32 -> areFinite(elements, 0x7f800000);
          case F16 -> areFinite(elements, (short) 0x7c00);
          case BF16 -> areFinite(elements, (short) 0x7f80);
          case F64 -> areFinite(elements);
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

  /** Infinities and what is no number have every bit of the exponent set. */
  private static boolean areFinite(ByteBuffer floats, int exponent) {
    int[] values = new int[floats.remaining() / Integer.BYTES];
    floats.asIntBuffer().get(values);
    int found = 0;
    for (int value : values) {
      found |= (value & exponent) == exponent ? 1 : 0;
    }
    return found == 0;
  }

  private static boolean areFinite(ByteBuffer halves, short exponent) {
    short[] values = new short[halves.remaining() / Short.BYTES];
    halves.asShortBuffer().get(values);
    int found = 0;
    for (short value : values) {
      found |= (value & exponent) == exponent ? 1 : 0;
    }
    return found == 0;
  }

  /** Weights are computed with in float32, so they have to be numbers there. */
  private static boolean areFinite(ByteBuffer doubles) {
    double[] values = new double[doubles.remaining() / Double.BYTES];
    doubles.asDoubleBuffer().get(values);
    for (double value : values) {
      if (!Float.isFinite((float) value)) {
        return false;
      }
    }
    return true;
  }
}

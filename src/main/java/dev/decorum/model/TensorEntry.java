package dev.decorum.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One tensor of a checkpoint, where it lies on disk.
 *
 * @param name its name, as in the file
 * @param type its element type
 * @param shape its dimensions; none for a scalar
 * @param file the real path of the file that holds it
 * @param offset of its first byte from the start of the file
 * @param length in bytes: little-endian elements in row-major order
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, Path file, long offset, long length) {

  public TensorEntry {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(file);
    shape = List.copyOf(shape);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length");
    }
  }

  /**
   * Reads the elements.
   *
   * @return {@link #length} bytes
   * @throws ModelException if the file cannot be read or has become shorter, or the tensor is 2 GiB
   *     or more
   */
  public byte[] read() {
    if (length > Integer.MAX_VALUE - 16) {
      throw new ModelException(file + ": " + name + " is too large to be read at once");
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      byte[] bytes = in.readNBytes((int) length);
      if (bytes.length != length) {
        throw new ModelException(file + ": ends inside of " + name);
      }
      return bytes;
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + ModelFolder.reason(e), e);
    }
  }

  /**
   * Reads the elements of a weight as float32, which is exact for the types that a weight may have.
   *
   * @return as many as the shape says
   * @throws ModelException as {@link #read}
   */
  public float[] readFloats() {
    ByteBuffer bytes = ByteBuffer.wrap(read()).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[(int) (length / type.bytes())];
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          switch (type) {
            case F32 -> bytes.getFloat(i * Float.BYTES);
            case F16 -> halfToFloat(bytes.getShort(i * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, F64, I64, U64 ->
                throw new IllegalStateException(type + " is no type of a weight");
          };
    }
    return floats;
  }

  /** IEEE 754 binary16 to binary32. */
  private static float halfToFloat(short half) {
    int sign = half < 0 ? -1 : 1;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((float) fraction, -24)
        : sign * Math.scalb((float) (fraction | 0x400), exponent - 25);
  }
}

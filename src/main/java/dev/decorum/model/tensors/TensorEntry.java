package dev.decorum.model.tensors;

import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a checkpoint and its place on disk.
 *
 * @param name its name in the file
 * @param type its element type
 * @param shape its dimensions; empty for a scalar
 * @param file the real path of its file
 * @param offset the offset of its first element in the file, in bytes
 * @param length the length of its elements in bytes, which are little-endian
 * @param strides the distance in elements between neighbours along each dimension; {@code null} for
 *     row-major order without gaps
 */
public record TensorEntry(
    String name,
    ElementType type,
    List<Long> shape,
    Path file,
    long offset,
    long length,
    @Nullable List<Long> strides) {

  public TensorEntry {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(file);
    shape = List.copyOf(shape);
    strides = strides == null ? null : List.copyOf(strides);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length");
    }
  }

  /** A tensor in row-major order without gaps. */
  public TensorEntry(
      String name, ElementType type, List<Long> shape, Path file, long offset, long length) {
    this(name, type, shape, file, offset, length, null);
  }

  /** Whether its elements are in row-major order without gaps, so that they can be mapped. */
  public boolean isContiguous() {
    return strides == null;
  }

  /**
   * Reads the elements in row-major order.
   *
   * @return {@link #length} bytes
   * @throws ModelException if the file cannot be read or has been shortened, or the tensor is 2 GiB
   *     or more
   */
  public byte[] read() {
    if (length > Integer.MAX_VALUE - 16) {
      throw new ModelException(file + ": " + name + " is too large to be read at once");
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(offset);
      int span = span();
      byte[] bytes = in.readNBytes(span);
      if (bytes.length != span) {
        throw new ModelException(file + ": ends inside of " + name);
      }
      return strides == null ? bytes : gathered(bytes, strides);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** The number of bytes from the first element to the end of the last one. */
  private int span() {
    if (strides == null || length == 0) {
      return (int) length;
    }
    long last = 0;
    for (int i = 0; i < strides.size(); i++) {
      last += (shape.get(i) - 1) * strides.get(i);
    }
    long span = (last + 1) * type.bytes();
    if (span > Integer.MAX_VALUE - 16) {
      throw new ModelException(file + ": " + name + " is too large to be read at once");
    }
    return (int) span;
  }

  private byte[] gathered(byte[] stored, List<Long> steps) {
    int size = type.bytes();
    byte[] rows = new byte[(int) length];
    int[] index = new int[shape.size()];
    int from = 0;
    for (int to = 0; to < rows.length; to += size) {
      System.arraycopy(stored, from * size, rows, to, size);
      for (int i = shape.size() - 1; i >= 0; i--) {
        from += steps.get(i).intValue();
        index[i]++;
        if (index[i] < shape.get(i)) {
          break;
        }
        from -= index[i] * steps.get(i).intValue();
        index[i] = 0;
      }
    }
    return rows;
  }

  /**
   * Reads the elements of a weight as float32, which is exact for all types that a weight may have
   * except float64, which is rounded to the nearest.
   *
   * @return as many elements as the shape has
   * @throws ModelException as for {@link #read}
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
            case F64 -> (float) bytes.getDouble(i * Double.BYTES);
            case BOOL, U8, I8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 ->
                throw new IllegalStateException(type + " is not a type of weight");
          };
    }
    return floats;
  }

  /** Converts IEEE 754 binary16 to binary32. */
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

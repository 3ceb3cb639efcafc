package dev.decorum.model.tensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes pickles, an instruction at a time. */
public final class PickleBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** A pickle of a protocol, which has to be ended by {@link #end}. */
  public static PickleBytes protocol(int protocol) {
    return new PickleBytes().op(0x80, protocol);
  }

  /** Any bytes. */
  public PickleBytes op(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  /** Instructions that are characters. */
  public PickleBytes op(String characters) {
    bytes.writeBytes(characters.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** A text. */
  public PickleBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    op("X").int32(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  /** A whole number. */
  public PickleBytes number(long number) {
    op(0x8a, 8);
    bytes.writeBytes(little(8).putLong(number).array());
    return this;
  }

  /** Four bytes. */
  public PickleBytes int32(int number) {
    bytes.writeBytes(little(4).putInt(number).array());
    return this;
  }

  /** Eight bytes. */
  public PickleBytes int64(long number) {
    bytes.writeBytes(little(8).putLong(number).array());
    return this;
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A name of Python, by the older instruction. */
  public PickleBytes global(String module, String name) {
    return op("c" + module + "\n" + name + "\n");
  }

  /** A tuple of numbers. */
  public PickleBytes numbers(List<Long> numbers) {
    op("(");
    numbers.forEach(this::number);
    return op("t");
  }

  /** A reference to a storage. */
  public PickleBytes storage(String type, String key, long count) {
    return op("(")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(count)
        .op("tQ");
  }

  /** A tensor over a storage. */
  public PickleBytes tensor(
      String type, String key, long count, long offset, List<Long> shape, List<Long> strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op("(")
        .storage(type, key, count)
        .number(offset)
        .numbers(shape)
        .numbers(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(")RtR");
  }

  /** The pickle. */
  public byte[] end() {
    op(".");
    return bytes.toByteArray();
  }

  /** What was written so far. */
  public byte[] soFar() {
    return bytes.toByteArray();
  }
}

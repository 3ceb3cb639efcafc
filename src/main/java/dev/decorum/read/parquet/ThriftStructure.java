package dev.decorum.read.parquet;

import java.nio.ByteBuffer;

/**
 * Walks over a struct in Thrift's compact protocol without making objects of it. A parser that
 * trusts its input reserves what a length in it says and descends as deep as it is told to; after
 * this walk, every length has its bytes, and there is an estimate of what the objects will take.
 */
final class ThriftStructure {
  private static final int DEEPEST = 32;

  /** Bytes on the heap, roughly: of a struct, of a list, of a string besides its characters. */
  private static final int STRUCT = 120;

  private static final int LIST = 64;
  private static final int STRING = 56;
  private static final int ELEMENT = 24;

  private static final int BOOLEAN_TRUE = 1;
  private static final int BOOLEAN_FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST_TYPE = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT_TYPE = 12;
  private static final int UUID = 13;

  private final ByteBuffer bytes;
  private final int start;
  private long memory;
  private boolean cutOff;

  private ThriftStructure(ByteBuffer bytes) {
    this.bytes = bytes;
    this.start = bytes.position();
  }

  /**
   * What was found.
   *
   * @param length of the struct in bytes; -1 if the buffer ends before it does
   * @param memory what its objects take on the heap, roughly
   */
  record Extent(int length, long memory) {}

  /**
   * Measures the struct that begins at the buffer's position, which stays where it is.
   *
   * @throws DamagedFileException if it is none
   */
  static Extent measure(ByteBuffer buffer) {
    ThriftStructure walk = new ThriftStructure(buffer.duplicate());
    walk.struct(0);
    return new Extent(walk.cutOff ? -1 : walk.bytes.position() - walk.start, walk.memory);
  }

  private static DamagedFileException broken() {
    return new DamagedFileException("its metadata is broken");
  }

  private int next() {
    if (!bytes.hasRemaining()) {
      cutOff = true;
    }
    return cutOff ? 0 : bytes.get() & 0xff;
  }

  private void skip(long count) {
    if (count > bytes.remaining()) {
      cutOff = true;
    } else {
      bytes.position(bytes.position() + (int) count);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw broken();
  }

  /** A length or count; each unit takes a byte at least, so more than are left are too many. */
  private int size() {
    long size = varint();
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw broken();
    }
    if (size > bytes.remaining()) {
      cutOff = true;
    }
    return (int) size;
  }

  private void struct(int depth) {
    if (depth > DEEPEST) {
      throw broken();
    }
    memory += STRUCT;
    while (!cutOff) {
      int head = next();
      if (head == 0) {
        return;
      }
      if (head >>> 4 == 0) {
        varint();
      }
      int type = head & 0x0f;
      if (type != BOOLEAN_TRUE && type != BOOLEAN_FALSE) {
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) {
    if (depth > DEEPEST) {
      throw broken();
    }
    switch (type) {
      case BOOLEAN_TRUE, BOOLEAN_FALSE, BYTE -> next();
      case I16, I32, I64 -> varint();
      case DOUBLE -> skip(Double.BYTES);
      case UUID -> skip(2 * Long.BYTES);
      case BINARY -> {
        int length = size();
        memory += STRING + (long) length;
        skip(length);
      }
      case LIST_TYPE, SET -> {
        int head = next();
        int size = head >>> 4 == 15 ? size() : head >>> 4;
        memory += LIST;
        elements(size, head & 0x0f, depth);
      }
      case MAP -> map(depth);
      case STRUCT_TYPE -> struct(depth + 1);
      default -> throw broken();
    }
  }

  private void elements(int size, int type, int depth) {
    for (int i = 0; i < size && !cutOff; i++) {
      memory += ELEMENT;
      value(type, depth + 1);
    }
  }

  private void map(int depth) {
    int size = size();
    memory += LIST;
    if (size == 0) {
      return;
    }
    int types = next();
    for (int i = 0; i < size && !cutOff; i++) {
      memory += 2 * ELEMENT;
      value(types >>> 4, depth + 1);
      value(types & 0x0f, depth + 1);
    }
  }
}

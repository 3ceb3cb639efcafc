package dev.decorum.model.tensors;

import java.util.Optional;

/** The element types of the safetensors format, with the number of bytes per element. */
public enum ElementType {
  BOOL(1),
  U8(1),
  I8(1),
  F8_E5M2(1),
  F8_E4M3(1),
  I16(2),
  U16(2),
  F16(2),
  BF16(2),
  I32(4),
  U32(4),
  F32(4),
  F64(8),
  I64(8),
  U64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The number of bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the weights of a reward model may have this type. */
  public boolean isWeight() {
    return this == F32 || this == F16 || this == BF16 || this == F64;
  }

  public static Optional<ElementType> named(String name) {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}

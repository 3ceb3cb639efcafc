package dev.decorum.model.tensors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The only Python names that a pickle may refer to. */
enum PickledName {
  REBUILD_TENSOR("torch._utils._rebuild_tensor"),
  REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
  REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
  REBUILD_PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state"),
  ORDERED_DICT("collections.OrderedDict"),
  SIZE("torch.Size"),
  FLOAT("torch.FloatStorage", ElementType.F32),
  DOUBLE("torch.DoubleStorage", ElementType.F64),
  HALF("torch.HalfStorage", ElementType.F16),
  BFLOAT16("torch.BFloat16Storage", ElementType.BF16),
  LONG("torch.LongStorage", ElementType.I64),
  INT("torch.IntStorage", ElementType.I32),
  SHORT("torch.ShortStorage", ElementType.I16),
  CHAR("torch.CharStorage", ElementType.I8),
  BYTE("torch.ByteStorage", ElementType.U8),
  BOOL("torch.BoolStorage", ElementType.BOOL),

  /** A storage without an element type; used only for types that weights do not have. */
  UNTYPED("torch.storage.UntypedStorage");

  private final String full;
  private final @Nullable ElementType elements;

  PickledName(String full) {
    this(full, null);
  }

  PickledName(String full, @Nullable ElementType elements) {
    this.full = full;
    this.elements = elements;
  }

  static Optional<PickledName> of(String full) {
    for (PickledName name : values()) {
      if (name.full.equals(full)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The element type of a storage of this name; null if it is not a storage. */
  @Nullable ElementType elements() {
    return elements;
  }

  @Override
  public String toString() {
    return full;
  }
}

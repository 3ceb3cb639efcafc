package dev.decorum.model.tensors;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wherever in a tensor a value is that is no number, it is found, and no other is taken for one.
 */
class FiniteNumbersTest {

  /** Bits of single values, from IEEE 754. */
  @ParameterizedTest
  @CsvSource({
    "F32, 7f7fffff, true",
    "F32, ff7fffff, true",
    "F32, 00000001, true",
    "F32, 80000000, true",
    "F32, 7f800000, false",
    "F32, ff800000, false",
    "F32, 7fc00000, false",
    "F32, ffffffff, false",
    "F16, 7bff, true",
    "F16, 0001, true",
    "F16, 7c00, false",
    "F16, fc00, false",
    "F16, 7e00, false",
    "BF16, 7f7f, true",
    "BF16, 7c00, true",
    "BF16, 7f80, false",
    "BF16, ffc0, false",
    "F64, 47efffffe0000000, true",
    "F64, 7fefffffffffffff, false",
    "F64, 7ff0000000000000, false",
    "F64, 7ff8000000000000, false",
  })
  void everyPlaceIsLookedAt(ElementType type, String bits, boolean finite, @TempDir Path temp)
      throws IOException {
    long value = Long.parseUnsignedLong(bits, 16);
    int many = (1 << 18) / type.bytes();
    for (int count : new int[] {1, 2, 3, 5, many - 1, many, many + 3}) {
      for (int at : new int[] {0, 1, count / 2, count - 2, count - 1}) {
        if (at >= 0 && at < count) {
          TensorEntry tensor = tensor(type, count, at, value, temp.resolve("t"));
          if (finite) {
            assertDoesNotThrow(() -> new FiniteNumbers().require(tensor));
          } else {
            String said =
                String.valueOf(
                    assertThrows(ModelException.class, () -> new FiniteNumbers().require(tensor))
                        .getMessage());
            assertTrue(said.contains("the tensor h.0.w holds a value that is infinite"), said);
          }
        }
      }
    }
  }

  /** All other elements are as large as they may be; what lies around the tensor is no number. */
  private static TensorEntry tensor(ElementType type, int count, int at, long value, Path file)
      throws IOException {
    int size = type.bytes();
    long largest =
        switch (type) {
          case F16 -> 0xfbff;
          case BF16 -> 0xff7f;
          case F64 -> 0x47efffffe0000000L;
          default -> 0xff7fffff;
        };
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * size + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(-1).putLong(-1);
    for (int i = 0; i < count; i++) {
      long element = i == at ? value : largest;
      switch (size) {
        case 2 -> bytes.putShort((short) element);
        case 4 -> bytes.putInt((int) element);
        default -> bytes.putLong(element);
      }
    }
    bytes.putLong(-1).putLong(-1);
    Files.write(file, bytes.array());
    return new TensorEntry("h.0.w", type, List.of((long) count), file, 16, (long) count * size);
  }
}

package dev.decorum.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.TensorEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies of the tensors that ONNX Runtime would look up in the mapped file for as long as it runs,
 * such as the table of embeddings: a file that is cut off meanwhile would end the process. All
 * other weights are packed anew when the graph is loaded, and their file is not looked at again.
 */
final class PrivateTensors implements AutoCloseable {
  private final List<OnnxTensor> tensors = new ArrayList<>();

  /**
   * Reads tensors and hands them to a session that is going to be made.
   *
   * @param entries tensors of the graph by their names
   * @throws dev.decorum.model.files.ModelException if one cannot be read
   */
  PrivateTensors(List<TensorEntry> entries, SessionOptions options) throws OrtException {
    try {
      for (TensorEntry entry : entries) {
        Optional<ByteBuffer> room = room(entry.length());
        if (room.isPresent()) {
          OnnxTensor tensor = copy(entry, room.get());
          tensors.add(tensor);
          options.addInitializer(entry.name(), tensor);
        }
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where there is no room, the runtime looks at the file, as it would by itself. */
  private static Optional<ByteBuffer> room(long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    try {
      return Optional.of(ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()));
    } catch (OutOfMemoryError e) {
      return Optional.empty();
    }
  }

  private static OnnxTensor copy(TensorEntry entry, ByteBuffer bytes) throws OrtException {
    entry.readInto(bytes);
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        bytes.flip(),
        entry.shape().stream().mapToLong(Long::longValue).toArray(),
        type(entry.type()));
  }

  private static OnnxJavaType type(ElementType type) {
    return switch (type) {
      case F32 -> OnnxJavaType.FLOAT;
      case F16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case F64 -> OnnxJavaType.DOUBLE;
      case I8 -> OnnxJavaType.INT8;
      case BOOL, U8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 ->
          throw new IllegalArgumentException(type + " is no type of a weight");
    };
  }

  @Override
  public void close() {
    tensors.forEach(OnnxTensor::close);
  }
}

package dev.decorum.model.tensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.disk.CountingOutputStream;
import dev.decorum.model.files.JsonFields;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a safetensors file. Tensors are declared first and written one at a time, so only one at a
 * time has to be in memory.
 */
public final class SafetensorsWriter {

  /** Writes the elements of a tensor, little-endian and in row-major order. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private record Declared(
      String name, ElementType type, List<Long> shape, long length, Content content) {}

  private final List<Declared> tensors = new ArrayList<>();

  /**
   * Declares the next tensor.
   *
   * @param content writes as many bytes as type and shape require
   */
  public void add(String name, ElementType type, List<Long> shape, Content content) {
    long length = type.bytes();
    for (long dimension : shape) {
      length = Math.multiplyExact(length, dimension);
    }
    tensors.add(new Declared(name, type, List.copyOf(shape), length, content));
  }

  /** Writes the file. */
  public void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    out.write(header);
    for (Declared tensor : tensors) {
      CountingOutputStream counting = new CountingOutputStream(out);
      tensor.content().writeTo(counting);
      if (counting.count() != tensor.length()) {
        throw new IllegalStateException(
            tensor.name() + " has " + counting.count() + " bytes instead of " + tensor.length());
      }
    }
  }

  /** The header, padded with spaces so that the tensors begin at a multiple of 8 bytes. */
  private byte[] header() {
    ObjectNode header = JsonFields.newObject();
    // Hugging Face refuses files without this.
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Declared tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      tensor.shape().forEach(entry.withArray("shape")::add);
      entry.putArray("data_offsets").add(offset).add(offset + tensor.length());
      offset += tensor.length();
    }
    byte[] json = JsonFields.write(header);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, " ".getBytes(StandardCharsets.US_ASCII)[0]);
    return padded;
  }
}

package dev.decorum.model.tensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.FailedDownload;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The directory of a safetensors file, which consists of eight bytes with the length of the header,
 * the header in JSON, and the tensors. Only the header is read.
 *
 * <p>The format is enforced strictly: tensors cover the rest of the file without gaps or overlaps,
 * and each is as long as its shape and type require. Format: <a
 * href="https://github.com/huggingface/safetensors#format">huggingface/safetensors</a>.
 *
 * @param file its real path
 * @param tensors in the order of their offsets
 */
public record SafetensorsFile(Path file, List<TensorEntry> tensors) {

  /**
   * The largest length of a header. The largest GPT-2 has 75 KB; the reference implementation
   * allows 100 MB, for models of any size.
   */
  public static final long LONGEST_HEADER = 4 << 20;

  private static final String METADATA = "__metadata__";

  public SafetensorsFile {
    tensors = List.copyOf(tensors);
  }

  /**
   * Reads and checks the header.
   *
   * @throws ModelException if the file cannot be read or breaks the format
   */
  public static SafetensorsFile open(Path file) {
    byte[] header;
    long size;
    try (InputStream in = Files.newInputStream(file)) {
      size = Files.size(file);
      byte[] prefix = in.readNBytes(8);
      if (prefix.length < 8) {
        throw new ModelException(
            file + ": truncated: " + size + " bytes are not even a safetensors header");
      }
      long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > LONGEST_HEADER) {
        refuseWhatIsKnown(file, prefix, in);
        throw new ModelException(
            file
                + ": not a safetensors file: its header would be "
                + Long.toUnsignedString(length)
                + " bytes long (at most "
                + LONGEST_HEADER
                + ")");
      }
      if (length > size - 8) {
        throw new ModelException(
            file
                + ": truncated: the header is "
                + length
                + " bytes long, but the file only "
                + size);
      }
      header = in.readNBytes((int) length);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
    JsonFields directory = JsonFields.parse(file + ": safetensors header", header);
    long start = 8L + header.length;
    return new SafetensorsFile(file, tensors(file, directory, start, size - start));
  }

  private static void refuseWhatIsKnown(Path file, byte[] prefix, InputStream in)
      throws IOException {
    byte[] head = Arrays.copyOf(prefix, FailedDownload.HEAD);
    int read = in.readNBytes(head, prefix.length, head.length - prefix.length);
    FailedDownload.refuse(file, Arrays.copyOf(head, prefix.length + read));
  }

  private static List<TensorEntry> tensors(
      Path file, JsonFields directory, long start, long available) {
    List<TensorEntry> tensors = new ArrayList<>();
    for (String name : directory.names()) {
      if (!name.equals(METADATA)) {
        tensors.add(tensor(file, directory, name, start));
      }
    }
    tensors.sort(
        Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::length));
    long expected = start;
    for (TensorEntry tensor : tensors) {
      if (tensor.offset() != expected) {
        throw new ModelException(
            file
                + ": tensor "
                + tensor.name()
                + (tensor.offset() < expected ? " overlaps its neighbour" : " leaves a gap before")
                + ": begins at byte "
                + (tensor.offset() - start)
                + " of the data, expected "
                + (expected - start));
      }
      expected += tensor.length();
    }
    if (expected - start > available) {
      throw new ModelException(
          file
              + ": truncated: the tensors take "
              + (expected - start)
              + " bytes, but the file holds "
              + available);
    }
    if (expected - start < available) {
      throw new ModelException(
          file
              + ": "
              + (available - (expected - start))
              + " bytes after the last tensor belong to none");
    }
    return tensors;
  }

  private static TensorEntry tensor(Path file, JsonFields directory, String name, long start) {
    String where = file + ": tensor " + name;
    JsonFields fields = directory.object(name);
    String typeName = fields == null ? null : fields.text("dtype");
    if (fields == null || typeName == null) {
      throw new ModelException(where + " has no dtype");
    }
    ElementType type =
        ElementType.named(typeName)
            .orElseThrow(
                () -> new ModelException(where + " has the unknown dtype \"" + typeName + "\""));
    List<Long> shape = counts(where, fields, "shape");
    List<Long> offsets = counts(where, fields, "data_offsets");
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw new ModelException(where + ": data_offsets must be [begin, end], but is " + offsets);
    }
    long length = offsets.get(1) - offsets.get(0);
    long needed = type.bytes();
    try {
      for (long dimension : shape) {
        needed = Math.multiplyExact(needed, dimension);
      }
      // Also proves that the sums of offsets below cannot overflow.
      Math.addExact(Math.addExact(start, offsets.get(1)), length);
    } catch (ArithmeticException e) {
      throw new ModelException(where + ": shape " + shape + " is out of range", e);
    }
    if (needed != length) {
      throw new ModelException(
          where
              + ": "
              + type
              + " "
              + shape
              + " takes "
              + needed
              + " bytes, but its data_offsets span "
              + length);
    }
    return new TensorEntry(name, type, shape, file, start + offsets.get(0), length);
  }

  private static List<Long> counts(String where, JsonFields fields, String name) {
    if (!(fields.field(name) instanceof ArrayNode array)) {
      throw new ModelException(where + " has no " + name);
    }
    List<Long> counts = new ArrayList<>();
    for (JsonNode value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw new ModelException(
            where + ": " + name + " must be whole numbers, but holds " + value);
      }
      counts.add(value.longValue());
    }
    return counts;
  }
}

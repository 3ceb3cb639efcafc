package dev.decorum.model.tensors;

import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.FailedDownload;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Pickle.Dictionary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The directory of a file written by PyTorch's {@code torch.save}, which has a pickle with names,
 * types and shapes, and the elements. The pickle is read by {@link Pickle}, which runs none of its
 * code, and the elements are not read.
 *
 * <p>There are two forms: since PyTorch 1.6 a zip archive without compression, and before that a
 * sequence of pickles. Formats: <a
 * href="https://github.com/pytorch/pytorch/blob/v2.9.0/torch/serialization.py">serialization.py</a>.
 *
 * @param file its real path
 * @param tensors the tensors in the order of the saved dictionary
 * @param others the names of other entries of that dictionary
 */
public record TorchFile(Path file, List<TensorEntry> tensors, List<String> others) {

  /** The keys under which trainers save weights beside the training state. */
  private static final List<String> NESTED = List.of("state_dict", "model", "module");

  private static final int TAR_MAGIC = 257;

  public TorchFile {
    tensors = List.copyOf(tensors);
    others = List.copyOf(others);
  }

  /**
   * Reads and checks the pickle.
   *
   * @throws ModelException if the file cannot be read, breaks the format, or has a pickle with
   *     anything that files of weights do not need, which the message names
   */
  public static TorchFile open(Path file) {
    try (TorchContents contents = contents(file)) {
      List<TensorEntry> tensors = new ArrayList<>();
      List<String> others = new ArrayList<>();
      for (Map.Entry<Object, Object> entry : weights(file, contents.saved()).entries().entrySet()) {
        String name = String.valueOf(entry.getKey());
        if (entry.getKey() instanceof String && entry.getValue() instanceof PickledTensor tensor) {
          tensors.add(entry(file, name, tensor, contents.find(tensor.storage())));
        } else {
          others.add(name);
        }
      }
      return new TorchFile(file, tensors, others);
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + FailureReason.of(e), e);
    }
  }

  private static TorchContents contents(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(FailedDownload.HEAD);
    }
    if (head.length == 0) {
      throw new ModelException(file + ": empty");
    }
    FailedDownload.refuse(file, head);
    if (startsWith(head, 0, "PK")) {
      return TorchArchive.open(file);
    }
    if ((head[0] & 0xff) == 0x80) {
      return TorchStream.open(file);
    }
    if (isSafetensors(head, Files.size(file))) {
      throw new ModelException(
          file + ": a safetensors file under another name; call it " + Checkpoint.SINGLE);
    }
    if (startsWith(head, TAR_MAGIC, "ustar")) {
      throw new ModelException(
          file
              + ": written by a version of PyTorch before 2017 (a tar archive); load it with Python where you"
              + " trust it, and save it again");
    }
    throw new ModelException(
        file + ": not a file of PyTorch: neither a zip archive nor a pickle; is it cut off?");
  }

  private static boolean startsWith(byte[] head, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < wanted.length; i++) {
      if (at + i >= head.length || head[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSafetensors(byte[] head, long size) {
    if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length >= 2 && length <= size - Long.BYTES;
  }

  /** The dictionary of the weights: the saved one, or one within it. */
  private static Dictionary weights(Path file, Object saved) {
    if (!(saved instanceof Dictionary dictionary)) {
      throw new ModelException(
          file + ": holds " + Pickle.kind(saved) + " instead of a dictionary of weights");
    }
    if (hasTensors(dictionary)) {
      return dictionary;
    }
    List<String> names = new ArrayList<>();
    Dictionary weights = dictionary;
    for (String name : NESTED) {
      if (dictionary.entries().get(name) instanceof Dictionary nested && hasTensors(nested)) {
        names.add(name);
        weights = nested;
      }
    }
    if (names.size() > 1) {
      throw new ModelException(
          file
              + ": holds weights more than once, under "
              + String.join(" and ", names)
              + "; save only those that are meant");
    }
    if (names.isEmpty()) {
      boolean optimizer =
          dictionary.entries().containsKey("param_groups")
              && dictionary.entries().containsKey("state");
      throw new ModelException(
          file
              + (optimizer
                  ? ": holds the state of an optimizer, which is for training; the weights are in"
                      + " another file"
                  : ": its dictionary has no weights in it"));
    }
    return weights;
  }

  private static boolean hasTensors(Dictionary dictionary) {
    return dictionary.entries().entrySet().stream()
        .anyMatch(
            entry -> entry.getKey() instanceof String && entry.getValue() instanceof PickledTensor);
  }

  private static TensorEntry entry(Path file, String name, PickledTensor tensor, long start) {
    String where = file + ": tensor " + name;
    PickledStorage storage = tensor.storage();
    List<Long> shape = tensor.shape();
    List<Long> strides = tensor.strides();
    if (shape.size() != strides.size()) {
      throw new ModelException(
          where + ": has " + shape.size() + " dimensions and " + strides.size() + " strides");
    }
    boolean rows = true;
    long elements = 1;
    long length;
    long offset;
    try {
      long end = tensor.offset();
      for (int i = shape.size() - 1; i >= 0; i--) {
        rows &= shape.get(i) == 1 || strides.get(i) == elements;
        elements = Math.multiplyExact(elements, shape.get(i));
        end = Math.addExact(end, Math.multiplyExact(Math.max(0, shape.get(i) - 1), strides.get(i)));
      }
      if (elements == 0) {
        rows = true;
        end = tensor.offset() - 1;
      }
      if (end >= storage.count()) {
        throw new ModelException(
            where + ": reaches to element " + end + " of a storage that has " + storage.count());
      }
      length = Math.multiplyExact(elements, storage.type().bytes());
      offset = Math.addExact(start, Math.multiplyExact(tensor.offset(), storage.type().bytes()));
    } catch (ArithmeticException e) {
      throw new ModelException(where + ": shape " + shape + " is out of range", e);
    }
    return new TensorEntry(
        name, storage.type(), shape, file, offset, length, rows ? null : strides);
  }
}

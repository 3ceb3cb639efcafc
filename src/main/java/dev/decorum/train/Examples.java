package dev.decorum.train;

import dev.decorum.disk.TemporaryFile;
import dev.decorum.model.files.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Labelled windows. Their tokens are in a temporary file, so that memory hardly depends on their
 * number: 20 bytes each.
 */
public final class Examples implements Closeable {
  private static final int HEADER = 2 * Integer.BYTES;
  private static final int START = 1024;

  private final TemporaryFile file;
  private final MessageDigest digest;
  private long[] offsets = new long[START];
  private int[] lengths = new int[START];
  private final long[] labels;
  private int size;

  private Examples(TemporaryFile file, int outputs) {
    this.file = file;
    this.labels = new long[outputs];
    this.digest = Sha256.digest();
  }

  /**
   * Begins an empty set.
   *
   * @param outputs the number of labels
   */
  public static Examples open(int outputs) throws IOException {
    return new Examples(TemporaryFile.open(), outputs);
  }

  /** Adds an example. */
  public void add(Example example) throws IOException {
    if (size == lengths.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
    }
    byte[] bytes = bytes(example);
    offsets[size] = file.length();
    lengths[size] = example.length();
    size++;
    labels[example.label()]++;
    digest.update(bytes);
    file.end().write(bytes);
  }

  private static byte[] bytes(Example example) {
    long[] ids = new long[example.length()];
    example.copyTo(ids, 0);
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + ids.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(example.label()).putInt(example.position());
    for (long id : ids) {
      bytes.putInt((int) id);
    }
    return bytes.array();
  }

  /** The number of examples. */
  public int size() {
    return size;
  }

  /** The number of tokens of an example. */
  public int length(int index) {
    return lengths[index];
  }

  /** The number of examples with a label. */
  public long count(int label) {
    return labels[label];
  }

  /** An example by its place. */
  public Example get(int index) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(file.read(offsets[index], HEADER + lengths[index] * Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    int label = bytes.getInt();
    int position = bytes.getInt();
    int[] ids = new int[lengths[index]];
    bytes.asIntBuffer().get(ids);
    return new Example(ids, position, label);
  }

  /** SHA-256 in hexadecimal of all examples in their order; none can be added after that. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

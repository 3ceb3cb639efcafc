package dev.decorum.infer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.sun.jna.Memory;
import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.EmbeddingLookup;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.TensorEntry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32C;

/**
 * A copy in memory of those rows of a {@link EmbeddingLookup} that are needed. By default the
 * runtime reads them from the mapped file, which crashes the process if the file is truncated, and
 * uses wrong numbers if it is overwritten. All other weights are copied when the graph is loaded,
 * after which their file is not read again.
 *
 * <p>To the runtime the table has its full size, but only memory that is written to is taken from
 * the system: a run with a few hundred different tokens keeps a few hundred rows. Every row is
 * compared with its checksum from when the model was opened.
 *
 * <p>Thread-safe. Rows are read by {@link #require} before the runtime needs them.
 */
final class EmbeddingTable implements AutoCloseable {
  /**
   * The size of the blocks in which rows are read, since single narrow rows are not worth a call.
   */
  private static final int BLOCK = 8192;

  private final EmbeddingLookup lookup;
  private final Memory memory;
  private final OnnxTensor tensor;
  private final RandomAccessFile file;
  private final CompletableFuture<int[]> checksums;
  private final BitSet read = new BitSet();
  private final int width;
  private final int rows;
  private final int rowsInBlock;

  private EmbeddingTable(
      EmbeddingLookup lookup, Memory memory, OnnxTensor tensor, RandomAccessFile file, int rows) {
    this.lookup = lookup;
    this.memory = memory;
    this.tensor = tensor;
    this.file = file;
    this.rows = rows;
    this.width = (int) (lookup.tensor().length() / rows);
    this.rowsInBlock = Math.max(1, BLOCK / width);
    this.checksums = CompletableFuture.supplyAsync(this::checksums);
  }

  /**
   * Opens a table.
   *
   * @return empty if there is not enough memory; then the runtime reads the file
   * @throws ModelException if the file cannot be read
   */
  static Optional<EmbeddingTable> open(EmbeddingLookup lookup) throws OrtException {
    TensorEntry entry = lookup.tensor();
    if (entry.length() > Integer.MAX_VALUE || entry.length() == 0) {
      return Optional.empty();
    }
    Memory memory;
    try {
      memory = new Memory(entry.length());
    } catch (OutOfMemoryError e) {
      return Optional.empty();
    }
    OnnxTensor tensor =
        OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(),
            memory.getByteBuffer(0, entry.length()),
            entry.shape().stream().mapToLong(Long::longValue).toArray(),
            type(entry.type()));
    try {
      RandomAccessFile file = new RandomAccessFile(entry.file().toFile(), "r");
      return Optional.of(
          new EmbeddingTable(lookup, memory, tensor, file, Math.toIntExact(entry.shape().get(0))));
    } catch (IOException e) {
      tensor.close();
      throw unreadable(entry, e);
    }
  }

  private static OnnxJavaType type(ElementType type) {
    return switch (type) {
      case F32 -> OnnxJavaType.FLOAT;
      case F16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case F64 -> OnnxJavaType.DOUBLE;
      case I8 -> OnnxJavaType.INT8;
      case BOOL, U8, F8_E5M2, F8_E4M3, I16, U16, I32, U32, I64, U64 ->
          throw new IllegalArgumentException(type + " is not a type of weight");
    };
  }

  /** The name of the table in the graph. */
  String name() {
    return lookup.tensor().name();
  }

  /** The input with the indices of the rows. */
  String indices() {
    return lookup.indices();
  }

  /** The table for the runtime. */
  OnnxTensor tensor() {
    return tensor;
  }

  /**
   * Reads rows that have not been read yet.
   *
   * @param indices indices from 0; those beyond the table are left to the runtime to refuse
   * @throws ModelException if a row cannot be read or has changed
   */
  synchronized void require(long[] indices) {
    for (long index : indices) {
      if (index >= 0 && index < rows) {
        int block = (int) index / rowsInBlock;
        if (!read.get(block)) {
          read(block);
          read.set(block);
        }
      }
    }
  }

  private void read(int block) {
    byte[] bytes = new byte[size(block)];
    try {
      readFully(file, block, bytes);
    } catch (IOException e) {
      throw unreadable(lookup.tensor(), e);
    }
    if (checksum(bytes, bytes.length) != expected()[block]) {
      throw new ModelException(
          lookup.tensor().file()
              + ": was changed while the model was in use: the tensor "
              + name()
              + " is not what it was. Start again with the model as it is now, and put new weights"
              + " into a folder of their own");
    }
    memory.write((long) block * rowsInBlock * width, bytes, 0, bytes.length);
  }

  private int[] expected() {
    try {
      return checksums.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ModelException known ? known : e;
    }
  }

  /** The checksums of all blocks when the model is opened. */
  private int[] checksums() {
    TensorEntry entry = lookup.tensor();
    int[] sums = new int[(rows + rowsInBlock - 1) / rowsInBlock];
    byte[] bytes = new byte[rowsInBlock * width];
    try (RandomAccessFile in = new RandomAccessFile(entry.file().toFile(), "r")) {
      for (int block = 0; block < sums.length; block++) {
        readFully(in, block, bytes);
        sums[block] = checksum(bytes, size(block));
      }
      return sums;
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
  }

  private int size(int block) {
    return Math.min(rowsInBlock, rows - block * rowsInBlock) * width;
  }

  private void readFully(RandomAccessFile in, int block, byte[] bytes) throws IOException {
    in.seek(lookup.tensor().offset() + (long) block * rowsInBlock * width);
    int size = size(block);
    int done = 0;
    while (done < size) {
      int count = in.read(bytes, done, size - done);
      if (count < 0) {
        throw new ModelException(lookup.tensor().file() + ": ends inside of " + name());
      }
      done += count;
    }
  }

  private static int checksum(byte[] bytes, int size) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, size);
    return (int) sum.getValue();
  }

  private static ModelException unreadable(TensorEntry entry, IOException e) {
    return new ModelException(entry.file() + ": cannot be read: " + FailureReason.of(e), e);
  }

  /** Frees the table; call this after the session that uses it has been closed. */
  @Override
  public synchronized void close() {
    tensor.close();
    memory.close();
    try {
      file.close();
    } catch (IOException e) {
      // the file was only read
    }
  }
}

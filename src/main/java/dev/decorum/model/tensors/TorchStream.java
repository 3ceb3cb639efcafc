package dev.decorum.model.tensors;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Pickle.Dictionary;
import dev.decorum.model.tensors.Pickle.Sequence;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The form of {@code torch.save} before PyTorch 1.6: pickles of a magic number, the protocol, the
 * machine, the object and the keys of its storages, followed by the storages, each with its number
 * of elements in eight bytes and the elements.
 */
final class TorchStream implements TorchContents {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final Path file;
  private final Object saved;
  private final Map<String, PickledStorage> storages = new HashMap<>();
  private final Map<String, Long> begins = new HashMap<>();

  private TorchStream(Path file, SeekableByteChannel channel) throws IOException {
    this.file = file;
    byte[] head = new byte[(int) Math.min(channel.size(), TorchContents.LONGEST_PICKLE)];
    fill(channel, ByteBuffer.wrap(head));
    Pickle pickle = new Pickle(file.toString(), head);
    if (!MAGIC.equals(pickle.next())) {
      throw new ModelException(
          file + ": a pickle, but not one of PyTorch's torch.save; no weights are read from it");
    }
    Object protocol = pickle.next();
    if (!(protocol instanceof Long number) || number != PROTOCOL) {
      throw new ModelException(file + ": not of the protocol of torch.save, which is " + PROTOCOL);
    }
    if (!(pickle.next() instanceof Dictionary machine)
        || !Boolean.TRUE.equals(machine.entries().get("little_endian"))) {
      throw new ModelException(file + ": not written by a little-endian machine");
    }
    saved = pickle.next();
    if (!(pickle.next() instanceof Sequence keys)) {
      throw new ModelException(file + ": has no list of storages behind its pickle");
    }
    for (PickledStorage storage : pickle.storages()) {
      PickledStorage other = storages.putIfAbsent(storage.key(), storage);
      if (other != null && !other.equals(storage)) {
        throw new ModelException(
            file + ": storage " + storage.key() + " is " + other.type() + " and " + storage.type());
      }
    }
    long end = pickle.position();
    for (Object key : keys.items()) {
      PickledStorage storage = key instanceof String text ? storages.get(text) : null;
      if (storage == null || begins.containsKey(storage.key())) {
        throw new ModelException(file + ": the list of storages behind its pickle is wrong");
      }
      end = placed(channel, storage, end);
    }
    if (end != channel.size()) {
      throw new ModelException(
          file + ": " + (channel.size() - end) + " bytes after the last storage belong to none");
    }
  }

  static TorchStream open(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return new TorchStream(file, channel);
    }
  }

  /** Checks the number of elements of a storage, and returns where they end. */
  private long placed(SeekableByteChannel channel, PickledStorage storage, long begin)
      throws IOException {
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    channel.position(begin);
    fill(channel, count);
    if (count.getLong(0) != storage.count()) {
      throw new ModelException(
          file
              + ": storage "
              + storage.key()
              + " has "
              + count.getLong(0)
              + " elements, but the pickle says "
              + storage.count());
    }
    long first = begin + Long.BYTES;
    if (storage.count() > (channel.size() - first) / storage.type().bytes()) {
      throw new ModelException(file + ": truncated: it ends in storage " + storage.key());
    }
    begins.put(storage.key(), first);
    return first + storage.count() * storage.type().bytes();
  }

  private void fill(SeekableByteChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new ModelException(file + ": truncated: it ends before its storages do");
      }
    }
  }

  @Override
  public Object saved() {
    return saved;
  }

  @Override
  public long find(PickledStorage storage) {
    Long begin = begins.get(storage.key());
    if (begin == null) {
      throw new ModelException(file + ": has no storage " + storage.key());
    }
    return begin;
  }

  @Override
  public void close() {}
}

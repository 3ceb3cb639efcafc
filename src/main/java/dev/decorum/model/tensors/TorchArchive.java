package dev.decorum.model.tensors;

import dev.decorum.disk.FailureReason;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The zip archive of {@code torch.save}: {@code PREFIX/data.pkl} and storages {@code
 * PREFIX/data/KEY}, all without compression.
 */
final class TorchArchive implements TorchContents {
  private static final int MOST_ENTRIES = 20_000;

  /**
   * The longest list of entries, enough for 20,000 with PyTorch's names, which take twelve times as
   * much memory.
   */
  private static final long LONGEST_LIST = 3 << 20;

  private static final String PICKLE = "/data.pkl";
  private static final Pattern KEY = Pattern.compile("\\w{1,64}");

  private final Path file;
  private final ZipFile zip;
  private final Map<String, ZipArchiveEntry> entries = new HashMap<>();
  private final Map<String, Long> begins = new HashMap<>();

  /** The begins and ends of the entries in {@link #begins} that are not empty. */
  private final TreeMap<Long, Long> taken = new TreeMap<>();

  private final long size;
  private final String prefix;
  private final Object saved;

  private TorchArchive(Path file, ZipFile zip, long size) throws IOException {
    this.file = file;
    this.zip = zip;
    this.size = size;
    String found = null;
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      if (entries.put(name, entry) != null) {
        throw new ModelException(file + ": has the entry " + name + " twice");
      }
      if (entries.size() > MOST_ENTRIES) {
        throw new ModelException(file + ": has more than " + MOST_ENTRIES + " entries");
      }
      if (("/" + name + "/").contains("/../")) {
        throw new ModelException(file + ": has an entry with .. in its name, " + name);
      }
      int slash = name.indexOf('/');
      if (slash > 0 && name.substring(slash).equals(PICKLE)) {
        if (found != null) {
          throw new ModelException(file + ": has two pickles, " + found + PICKLE + " and " + name);
        }
        found = name.substring(0, slash);
      }
    }
    if (found == null) {
      throw new ModelException(
          file + ": a zip archive, but not one of PyTorch: it has no data.pkl in a folder");
    }
    prefix = found;
    refuseProgram();
    requireLittleEndian();
    saved = readPickle();
  }

  static TorchArchive open(Path file) throws IOException {
    LimitedChannel channel = LimitedChannel.open(file);
    ZipFile zip;
    try {
      zip =
          ZipFile.builder()
              .setSeekableByteChannel(channel)
              .setUseUnicodeExtraFields(false)
              .setIgnoreLocalFileHeader(true)
              .get();
      channel.left = Long.MAX_VALUE;
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (channel.left < 0) {
        throw new ModelException(file + ": the list of the zip archive's entries is too long", e);
      }
      throw new ModelException(
          file
              + ": truncated or broken: it begins as a file of PyTorch does, but the list at its end"
              + " cannot be read ("
              + reason(e)
              + "); download it again",
          e);
    }
    try {
      return new TorchArchive(file, zip, channel.size());
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException io ? FailureReason.of(io) : "it is damaged";
  }

  private void refuseProgram() {
    for (String name : entries.keySet()) {
      if (name.equals(prefix + "/constants.pkl") || name.startsWith(prefix + "/code/")) {
        throw new ModelException(
            file
                + ": a program of TorchScript (torch.jit.save), not weights alone; save those with"
                + " torch.save(model.state_dict(), \"pytorch_model.bin\")");
      }
    }
  }

  private void requireLittleEndian() throws IOException {
    ZipArchiveEntry order = entries.get(prefix + "/byteorder");
    if (order == null) {
      return;
    }
    String text = new String(read(order, 16), StandardCharsets.ISO_8859_1).strip();
    if (!text.equals("little")) {
      throw new ModelException(
          file + ": its byte order is \"" + text + "\", but only little is supported");
    }
  }

  private Object readPickle() throws IOException {
    ZipArchiveEntry entry = required(prefix + PICKLE);
    byte[] bytes = read(entry, TorchContents.LONGEST_PICKLE);
    Pickle pickle = new Pickle(file.toString(), bytes);
    Object value = pickle.next();
    if (pickle.position() != bytes.length) {
      throw new ModelException(
          file + ": " + (bytes.length - pickle.position()) + " bytes follow its pickle");
    }
    return value;
  }

  private byte[] read(ZipArchiveEntry entry, int limit) throws IOException {
    long begin = begin(entry);
    if (entry.getSize() > limit) {
      throw new ModelException(
          file + ": " + entry.getName() + " is larger than " + limit + " bytes");
    }
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(begin);
      return in.readNBytes((int) entry.getSize());
    }
  }

  private ZipArchiveEntry required(String name) {
    ZipArchiveEntry entry = entries.get(name);
    if (entry == null) {
      throw new ModelException(file + ": has no entry " + name);
    }
    return entry;
  }

  @Override
  public Object saved() {
    return saved;
  }

  @Override
  public long find(PickledStorage storage) throws IOException {
    if (!KEY.matcher(storage.key()).matches()) {
      throw new ModelException(file + ": \"" + storage.key() + "\" is not the name of a storage");
    }
    ZipArchiveEntry entry = required(prefix + "/data/" + storage.key());
    long begin = begin(entry);
    if (entry.getSize() / storage.type().bytes() < storage.count()) {
      throw new ModelException(
          file
              + ": "
              + entry.getName()
              + " has "
              + entry.getSize()
              + " bytes, too few for "
              + storage.count()
              + " elements of "
              + storage.type());
    }
    return begin;
  }

  /** Where the bytes of an entry begin; each entry is checked once. */
  private long begin(ZipArchiveEntry entry) throws IOException {
    Long known = begins.get(entry.getName());
    if (known != null) {
      return known;
    }
    String where = file + ": " + entry.getName();
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new ModelException(where + " is encrypted, which PyTorch never does");
    }
    if (entry.getMethod() != ZipArchiveEntry.STORED) {
      throw new ModelException(
          where
              + " is compressed, which PyTorch never does; was the archive unpacked and packed"
              + " again?");
    }
    // Finds where the data begin.
    try (InputStream data = zip.getRawInputStream(entry)) {
      if (data == null) {
        throw new ModelException(where + " has no bytes");
      }
    } catch (IllegalArgumentException e) {
      throw new ModelException(where + " is not within the file", e);
    }
    long begin = entry.getDataOffset();
    long length = entry.getSize();
    if (begin < 0 || length < 0 || begin > size || length > size - begin) {
      throw new ModelException(where + " is not within the file: truncated?");
    }
    if (length != entry.getCompressedSize()) {
      throw new ModelException(where + " has two lengths");
    }
    Map.Entry<Long, Long> before = taken.floorEntry(begin);
    Long after = taken.higherKey(begin);
    if (length > 0) {
      if ((before != null && before.getValue() > begin)
          || (after != null && after < begin + length)) {
        throw new ModelException(where + " overlaps another entry");
      }
      taken.put(begin, begin + length);
    }
    begins.put(entry.getName(), begin);
    return begin;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /**
   * The file, limited in the number of bytes that the library may read, since it keeps the list of
   * entries in memory. The end of the file is read at once, since the library searches it for the
   * list four bytes at a time.
   */
  private static final class LimitedChannel implements SeekableByteChannel {
    private static final int TAIL = 1 << 17;

    private final SeekableByteChannel channel;
    private final long size;
    private final long tailBegin;
    private final ByteBuffer tail;
    private long position;
    private long left = LONGEST_LIST;

    private LimitedChannel(SeekableByteChannel channel) throws IOException {
      this.channel = channel;
      this.size = channel.size();
      this.tailBegin = Math.max(0, size - TAIL);
      this.tail = ByteBuffer.allocate((int) (size - tailBegin));
      channel.position(tailBegin);
      while (tail.hasRemaining() && channel.read(tail) >= 0) {}
      tail.flip();
    }

    static LimitedChannel open(Path file) throws IOException {
      SeekableByteChannel channel = Files.newByteChannel(file);
      try {
        return new LimitedChannel(channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int read = position >= tailBegin ? readTail(target) : readFile(target);
      position += Math.max(0, read);
      left -= Math.max(0, read);
      if (left < 0) {
        throw new IOException("too long");
      }
      return read;
    }

    private int readTail(ByteBuffer target) {
      long behind = position - tailBegin;
      if (behind >= tail.limit()) {
        return -1;
      }
      int length = Math.min(target.remaining(), tail.limit() - (int) behind);
      target.put(tail.slice((int) behind, length));
      return length;
    }

    private int readFile(ByteBuffer target) throws IOException {
      channel.position(position);
      return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long next) {
      if (next < 0) {
        throw new IllegalArgumentException("a position in front of the file");
      }
      position = next;
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel truncate(long length) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

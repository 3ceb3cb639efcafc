package dev.decorum.score;

import dev.decorum.disk.OutputException;
import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Stores the logits of a run as they are computed, so that an interrupted run loses only the work
 * in progress. Everything else can be recomputed from the input in little time.
 *
 * <p>Row {@code n} has a fixed position with the first half of its window's SHA-256, the two logits
 * in the order of the model's labels, and a CRC-32 of both. With these, rows that were torn, never
 * written or made from another window are recognised and count as missing. So the order of writing
 * does not matter, and a journal of any length needs no memory. Thread-safe.
 *
 * <p>A process that writes a journal holds a lock on it, which the operating system releases
 * however the process ends. A journal is not a {@link dev.decorum.disk.AtomicFile}, because an
 * incomplete one is just what the next process needs.
 */
public final class Journal implements Closeable {
  private static final String MAGIC = "decorum journal 1 ";
  private static final int HEADER = 128;
  private static final int HASH = 16;
  private static final int RECORD = 32;
  private static final int CRC_AT = HASH + Logits.LABELS * Float.BYTES;
  private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Path file;
  private final FileChannel channel;
  private final Supplier<String> model;
  private final boolean appropriateFirst;
  private final long sizeBefore;
  private boolean begun;
  private boolean deleted;
  private long synced = System.nanoTime();

  private Journal(
      Path file,
      FileChannel channel,
      Supplier<String> model,
      boolean appropriateFirst,
      boolean begun,
      long sizeBefore) {
    this.file = file;
    this.channel = channel;
    this.model = model;
    this.appropriateFirst = appropriateFirst;
    this.begun = begun;
    this.sizeBefore = sizeBefore;
  }

  /** The journal of a run that writes {@code output}. */
  public static Path beside(Path output) {
    return output.resolveSibling(output.getFileName() + ".journal");
  }

  /**
   * Opens a journal, and resumes it if it is from the same model.
   *
   * @param file the journal, which need not exist yet
   * @param model supplies the key of everything that logits depend on, such as a hash of the
   *     model's files, in at most 64 characters; called only when needed
   * @param appropriateFirst whether the logit for <em>appropriate</em> is the first of two
   * @param resume whether to use an existing journal; otherwise the journal starts empty
   * @throws OutputException if another process is writing it, or if the file is not a journal
   */
  public static Journal open(
      Path file, Supplier<String> model, boolean appropriateFirst, boolean resume)
      throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new OutputException(
          file + ": is not a regular file, and the journal of the run has to be there");
    }
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (channel.tryLock() == null) {
        throw new OutputException(file + ": another run of decorum is writing it");
      }
      if (!isJournal(channel)) {
        throw notOurs(file);
      }
      boolean usable = resume && channel.size() > HEADER && isOf(channel, model.get());
      if (!usable) {
        channel.truncate(0);
      }
      return new Journal(
          file, channel, model, appropriateFirst, usable, usable ? channel.size() : 0);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static OutputException notOurs(Path file) {
    return new OutputException(
        file
            + ": is not a journal of decorum, and the journal of the run has to be there; move it away, or choose another"
            + " name for the output");
  }

  /**
   * Whether the file may be used: new, a journal, or one whose beginning was blanked by a power
   * failure.
   */
  private static boolean isJournal(FileChannel channel) throws IOException {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer head = ByteBuffer.allocate(magic.length);
    int length = Math.max(0, channel.read(head, 0));
    return Arrays.equals(head.array(), 0, length, magic, 0, length)
        || Arrays.equals(head.array(), new byte[magic.length]);
  }

  private static boolean isOf(FileChannel channel, String model) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    return channel.read(header, 0) == HEADER && header.flip().equals(header(model));
  }

  private static ByteBuffer header(String model) {
    byte[] text = (MAGIC + model + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEADER).put(text).rewind();
  }

  /** Whether it has rows of an interrupted run. */
  public boolean isResumed() {
    return sizeBefore > 0;
  }

  /** The number of the last row that the interrupted run may have done, counted from 1. */
  public long reach() {
    return (sizeBefore - HEADER) / RECORD;
  }

  /** The logits that the interrupted run computed for this row; null if they are unknown. */
  public @Nullable Logits find(TokenWindow window) {
    long place = place(window);
    if (place + RECORD > sizeBefore) {
      return null;
    }
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    try {
      if (channel.read(record, place) < RECORD) {
        return null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    float first = record.getFloat(HASH);
    float second = record.getFloat(HASH + Float.BYTES);
    if (!record.flip().equals(record(window, first, second))) {
      return null;
    }
    return appropriateFirst ? Logits.of(second, first) : Logits.of(first, second);
  }

  /**
   * Stores the logits of {@code windows}.
   *
   * @throws UncheckedIOException if the journal cannot be written
   */
  public void add(List<TokenWindow> windows, Logits logits) {
    try {
      begin();
      for (int i = 0; i < windows.size(); i++) {
        TokenWindow window = windows.get(i);
        float inappropriate = logits.get(i, Logits.INAPPROPRIATE);
        float appropriate = logits.get(i, Logits.APPROPRIATE);
        write(
            appropriateFirst
                ? record(window, appropriate, inappropriate)
                : record(window, inappropriate, appropriate),
            place(window));
      }
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private synchronized void begin() throws IOException {
    if (!begun) {
      write(header(model.get()), 0);
      begun = true;
    }
  }

  /** Forces rows to disk from time to time, which bounds the loss of a power failure. */
  private void sync() throws IOException {
    synchronized (this) {
      if (System.nanoTime() - synced < SYNC_NANOS) {
        return;
      }
      synced = System.nanoTime();
    }
    channel.force(false);
  }

  private void write(ByteBuffer bytes, long place) throws IOException {
    long at = place;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private static long place(TokenWindow window) {
    return HEADER + window.id().row() * RECORD;
  }

  private static ByteBuffer record(TokenWindow window, float first, float second) {
    ByteBuffer record = ByteBuffer.allocate(RECORD);
    record.putLong(window.sha256Bits(0)).putLong(window.sha256Bits(1));
    record.putFloat(first).putFloat(second);
    CRC32 crc = new CRC32();
    crc.update(record.array(), 0, CRC_AT);
    // Never 0, unlike a position that was never written.
    record.putInt((int) crc.getValue()).putInt(1);
    return record.flip();
  }

  /** Whether the journal has any rows. */
  public boolean holdsRows() throws IOException {
    // The channel may be closed, since interrupting a thread that writes closes it.
    return Files.exists(file) && Files.size(file) > HEADER;
  }

  /** Deletes the journal at the end of a run. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
    deleted = true;
  }

  /** Keeps the journal for a run that resumes it; deletes it if it has no rows. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (channel.isOpen() && !deleted) {
        if (channel.size() <= HEADER) {
          Files.deleteIfExists(file);
        } else {
          channel.force(false);
        }
      }
    }
  }
}

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
 * What the model gave for the rows of a run, written as it comes, so that an interrupted run loses
 * no more than the work in progress. Everything but the logits can be made again from the input in
 * little time, so nothing else is kept.
 *
 * <p>Row {@code n} lies at a place of its own: the first half of its window's SHA-256, the two
 * logits in the order of the model's labels, and a CRC-32 of both. A row that was torn, never
 * written or made from another window since is recognised by that and counts as missing; so the
 * order of writing does not matter, and a journal of any length needs no memory. Thread-safe.
 *
 * <p>A process that writes a journal holds a lock on it; the operating system takes that away with
 * the process, however it ends. It is no {@link dev.decorum.disk.AtomicFile}, because what is there
 * of it is of use at any time, and to the next process above all.
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

  /** Where the journal of a run lies that writes {@code output}. */
  public static Path beside(Path output) {
    return output.resolveSibling(output.getFileName() + ".journal");
  }

  /**
   * Opens a journal and takes it up where it is one of the same model.
   *
   * @param file where it lies or will lie
   * @param model what decides the logits of a window, such as a hash of the model's files, in at
   *     most 64 characters; asked for when it is needed
   * @param appropriateFirst whether the logit for <em>appropriate</em> is the first of two
   * @param resume whether to use what is there; otherwise the journal starts empty
   * @throws OutputException if another process is writing it, or if something else lies there
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
   * Whether the file is ours: new, a journal, or one whose beginning a power failure has blanked.
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

  /** Whether there is something of an interrupted run. */
  public boolean isResumed() {
    return sizeBefore > 0;
  }

  /** How many rows the interrupted run may have done: the last one's number, from 1. */
  public long reach() {
    return (sizeBefore - HEADER) / RECORD;
  }

  /** What the model gave for this row before the run was interrupted; null if that is unknown. */
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
   * Keeps what the model gave.
   *
   * @throws UncheckedIOException if it cannot be written
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

  /** What the machine loses with its power is bounded too. */
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
    // Never 0, which is what a place holds that nobody wrote to.
    record.putInt((int) crc.getValue()).putInt(1);
    return record.flip();
  }

  /** Whether it holds anything worth going on with. */
  public boolean holdsRows() throws IOException {
    // The channel may be closed: a thread that is interrupted while it writes closes it.
    return Files.exists(file) && Files.size(file) > HEADER;
  }

  /** Removes the journal: the run has reached its end. */
  public void delete() throws IOException {
    Files.deleteIfExists(file);
    deleted = true;
  }

  /** Keeps the journal for the run that goes on; one without a row goes away. */
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

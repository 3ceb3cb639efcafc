package dev.decorum.read.chat;

import dev.decorum.disk.TemporaryFile;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts any number of entries by two numbers within bounded memory: what does not fit is written to
 * temporary files in sorted runs, which are merged while they are read back. Entries with the same
 * numbers stay in the order in which they were added.
 *
 * <p>The files hold what people wrote to each other. Each goes when it has been read or the sort is
 * closed.
 */
final class ExternalSort implements Closeable {
  private static final int ENTRY_OVERHEAD = 64;
  private static final int MAX_RUNS = 64;
  private static final Comparator<Entry> ORDER =
      Comparator.comparingLong(Entry::major).thenComparingLong(Entry::minor);

  private static final byte[] NOTHING = new byte[0];
  private static final Entry LAST = new Entry(Long.MAX_VALUE, Long.MAX_VALUE, NOTHING);

  /** One entry. */
  static final class Entry {
    private final long major;
    private final long minor;
    private final byte[] payload;

    Entry(long major, long minor, byte[] payload) {
      this.major = major;
      this.minor = minor;
      this.payload = payload;
    }

    long major() {
      return major;
    }

    long minor() {
      return minor;
    }

    byte[] payload() {
      return payload;
    }
  }

  private final long memory;
  private final List<Entry> entries = new ArrayList<>();
  private final List<TemporaryFile> runs = new ArrayList<>();
  private long used;
  private int next;
  private @Nullable Merge merge;

  /** Sorts in memory up to so many bytes. */
  ExternalSort(long memory) {
    this.memory = memory;
  }

  void add(long major, long minor, byte[] payload) throws IOException {
    entries.add(new Entry(major, minor, payload));
    used += payload.length + ENTRY_OVERHEAD;
    if (used > memory) {
      entries.sort(ORDER);
      spill(entries);
    }
  }

  /** Ends adding; {@link #next} goes through all in order. */
  void sort() throws IOException {
    if (runs.isEmpty()) {
      entries.sort(ORDER);
      return;
    }
    if (!entries.isEmpty()) {
      entries.sort(ORDER);
      spill(entries);
    }
    merge = new Merge(runs);
    runs.clear();
  }

  /** The next entry in order; {@code null} at the end. */
  @Nullable Entry next() throws IOException {
    if (merge != null) {
      return merge.next();
    }
    if (next == entries.size()) {
      return null;
    }
    Entry entry = entries.get(next);
    // What has been handed out need not wait for the last one.
    entries.set(next++, LAST);
    return entry;
  }

  private void spill(List<Entry> sorted) throws IOException {
    TemporaryFile run = newRun();
    DataOutputStream out = writer(run);
    for (Entry entry : sorted) {
      write(entry, out);
    }
    out.flush();
    entries.clear();
    used = 0;
    if (runs.size() == MAX_RUNS) {
      // Every run costs a file handle.
      List<TemporaryFile> merged = new ArrayList<>(runs);
      runs.clear();
      TemporaryFile longRun = newRun();
      DataOutputStream all = writer(longRun);
      try (Merge merge = new Merge(merged)) {
        for (Entry entry = merge.next(); entry != null; entry = merge.next()) {
          write(entry, all);
        }
      }
      all.flush();
    }
  }

  private TemporaryFile newRun() throws IOException {
    TemporaryFile run = TemporaryFile.open();
    runs.add(run);
    return run;
  }

  private static DataOutputStream writer(TemporaryFile run) {
    return new DataOutputStream(run.end());
  }

  private static void write(Entry entry, DataOutputStream out) throws IOException {
    out.writeLong(entry.major());
    out.writeLong(entry.minor());
    out.writeInt(entry.payload().length);
    out.write(entry.payload());
  }

  @Override
  public void close() throws IOException {
    entries.clear();
    if (merge != null) {
      merge.close();
      merge = null;
    }
    for (TemporaryFile run : runs) {
      run.close();
    }
    runs.clear();
  }

  /**
   * One sorted run that is being read back. Holds the place of its next entry alone: of many runs,
   * the payloads together would be many times what memory holds.
   */
  private static final class Run {
    private final int number;
    private final DataInputStream in;
    private long left;
    private int length;
    private Entry place = LAST;

    Run(int number, TemporaryFile file) throws IOException {
      this.number = number;
      left = file.length();
      in = new DataInputStream(file.start());
    }

    /** Runs are counted in the order in which their entries were added. */
    int number() {
      return number;
    }

    Entry place() {
      return place;
    }

    /** The entry at this place, once. */
    Entry entry() throws IOException {
      byte[] payload = new byte[length];
      in.readFully(payload);
      return new Entry(place.major(), place.minor(), payload);
    }

    boolean advance() throws IOException {
      if (left == 0) {
        in.close();
        return false;
      }
      long major = in.readLong();
      long minor = in.readLong();
      length = in.readInt();
      left -= 20 + length;
      place = new Entry(major, minor, NOTHING);
      return true;
    }
  }

  /** Several sorted runs as one. */
  private static final class Merge implements Closeable {
    private final PriorityQueue<Run> queue =
        new PriorityQueue<>(Comparator.comparing(Run::place, ORDER).thenComparingInt(Run::number));
    private final List<Run> all = new ArrayList<>();

    Merge(List<TemporaryFile> files) throws IOException {
      for (TemporaryFile file : files) {
        Run run = new Run(all.size(), file);
        all.add(run);
        if (run.advance()) {
          queue.add(run);
        }
      }
    }

    @Nullable Entry next() throws IOException {
      Run first = queue.poll();
      if (first == null) {
        return null;
      }
      Entry entry = first.entry();
      if (first.advance()) {
        queue.add(first);
      }
      return entry;
    }

    @Override
    public void close() throws IOException {
      for (Run run : all) {
        run.in.close();
      }
    }
  }
}

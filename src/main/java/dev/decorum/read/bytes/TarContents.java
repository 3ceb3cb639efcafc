package dev.decorum.read.bytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of a tar archive, in its order. */
final class TarContents implements UnpackedFiles {
  /** What may wait until it is known whether chats are beside it. */
  private static final int MOST_WAITING = 4 << 20;

  private final ArchiveNames names;
  private final InputStream bytes;
  private final TarReader tar;
  private final Unwrapping unwrapping;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private int waitingBytes;
  private int entries;
  private int found;
  private boolean ended;

  /** A file that is read only if it does not belong to an export of ChatGPT or Claude. */
  private record Waiting(String name, InputStream data) {}

  TarContents(String archive, InputStream bytes, Unwrapping unwrapping) {
    this.names = new ArchiveNames(archive);
    this.bytes = bytes;
    this.tar = new TarReader(bytes);
    this.unwrapping = unwrapping;
  }

  @Override
  public @Nullable UnpackedFile next() throws IOException {
    while (!ended) {
      TarReader.Entry entry = tar.next();
      if (entry == null) {
        ended = true;
        break;
      }
      String name = ArchiveNames.normal(entry.name());
      if (++entries > unwrapping.options().maxEntries() || !names.hold(name)) {
        ended = true;
        found++;
        throw names.tooMany();
      }
      if (isRead(entry, name)) {
        return read(name, tar.data());
      }
    }
    for (Waiting file = waiting.poll(); file != null; file = waiting.poll()) {
      if (!names.isBesideChats(file.name())) {
        return read(file.name(), file.data());
      }
    }
    if (found == 0) {
      found++;
      throw names.nothingFound();
    }
    return null;
  }

  private UnpackedFile read(String name, InputStream data) throws IOException {
    found++;
    return unwrapping.entry(names.full(name), names.last(name), data);
  }

  private boolean isRead(TarReader.Entry entry, String name) throws IOException {
    if (entry.kind() == TarReader.Kind.FOLDER || !names.isRows(name)) {
      return false;
    }
    if (entry.kind() == TarReader.Kind.LINK) {
      names.passOver(name, "a link");
      return false;
    }
    if (entry.kind() != TarReader.Kind.FILE) {
      found++;
      throw new InputException(
          names.full(name)
              + ": it is stored in a way that is not supported, such as a sparse file; unpack it first");
    }
    if (!seen.add(name)) {
      found++;
      throw new InputException(
          names.full(name)
              + ": the archive holds it twice; unpack it and score the one that is meant");
    }
    if (FileNames.isChatExport(name)) {
      names.addChats(name);
      return true;
    }
    if (names.isBesideChats(name)) {
      return false;
    }
    if (FileNames.isBesideChats(name) && entry.size() <= MOST_WAITING - waitingBytes) {
      waitingBytes += (int) entry.size();
      waiting.add(new Waiting(name, new ByteArrayInputStream(tar.data().readAllBytes())));
      return false;
    }
    return true;
  }

  @Override
  public List<String> passedOver() {
    return names.passedOver();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

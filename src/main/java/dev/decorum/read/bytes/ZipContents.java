package dev.decorum.read.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.jspecify.annotations.Nullable;

/** The files of a zip archive, sorted by name. */
final class ZipContents implements UnpackedFiles {
  /** Deflate64 is what Windows packs files of more than 2 GiB with. */
  private static final Set<ZipMethod> METHODS =
      Set.of(ZipMethod.STORED, ZipMethod.DEFLATED, ZipMethod.ENHANCED_DEFLATED, ZipMethod.BZIP2);

  private final ZipFile zip;
  private final CountedChannel channel;

  /** The same bytes from the beginning to the end, which the caller counts. */
  private final InputStream bytes;

  private final Unwrapping unwrapping;
  private final ArchiveNames names;
  private final List<Packed> files = new ArrayList<>();
  private final byte[] block = new byte[1 << 13];
  private long bytesDrawn;
  private int next;
  private @Nullable InputStream current;

  /** A file that is read. */
  private record Packed(String name, ZipArchiveEntry entry) {}

  private ZipContents(
      String archive, ZipFile zip, CountedChannel channel, InputStream bytes, Unwrapping unwrapping)
      throws IOException {
    this.names = new ArchiveNames(archive);
    this.zip = zip;
    this.channel = channel;
    this.bytes = bytes;
    this.unwrapping = unwrapping;
    FileKind document = document();
    if (document != null) {
      throw document.refusal(archive);
    }
    choose();
    if (files.isEmpty()) {
      throw names.nothingFound();
    }
    for (Packed file : files) {
      requireReadable(file);
    }
    requireApart();
  }

  /** Reads the list of files; closes the channel if it cannot be read. */
  static ZipContents open(
      String archive, SeekableByteChannel bytes, InputStream again, Unwrapping unwrapping)
      throws IOException {
    CountedChannel channel = new CountedChannel(bytes);
    try {
      ZipFile zip =
          ZipFile.builder()
              .setSeekableByteChannel(channel)
              .setUseUnicodeExtraFields(false)
              .setIgnoreLocalFileHeader(true)
              .get();
      channel.endLimit();
      return new ZipContents(archive, zip, channel, again, unwrapping);
    } catch (CountedChannel.LimitException e) {
      channel.close();
      throw new ArchiveNames(archive).tooMany();
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (e instanceof InputException refused) {
        throw refused;
      }
      if (e.getCause() instanceof CountedChannel.LimitException) {
        throw new ArchiveNames(archive).tooMany();
      }
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "the zip archive is broken or cut off: its list of files cannot be read ("
              + InputException.reason(reason)
              + ")",
          e);
    }
  }

  /** Documents of office programs are zip archives. */
  private @Nullable FileKind document() throws IOException {
    boolean office = zip.getEntry("[Content_Types].xml") != null;
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      if (office && name.startsWith("xl/")) {
        return FileKind.EXCEL;
      }
      if (office && name.startsWith("word/")) {
        return FileKind.WORD;
      }
      if (office && name.startsWith("ppt/")) {
        return FileKind.POWERPOINT;
      }
      if (name.equals("Index/Document.iwa")) {
        return FileKind.IWORK;
      }
    }
    ZipArchiveEntry type = zip.getEntry("mimetype");
    if (type == null || type.getMethod() != ZipArchiveEntry.STORED) {
      return null;
    }
    try (InputStream in = zip.getInputStream(type)) {
      String text = new String(in.readNBytes(100), StandardCharsets.US_ASCII);
      if (text.contains("opendocument.spreadsheet")) {
        return FileKind.OPEN_SPREADSHEET;
      }
      if (text.contains("epub")) {
        return FileKind.EPUB;
      }
      return text.contains("opendocument") ? FileKind.OPEN_DOCUMENT : null;
    }
  }

  private void choose() {
    List<Packed> all = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      if (all.size() >= unwrapping.options().maxEntries()) {
        throw names.tooMany();
      }
      if (!entry.isDirectory()) {
        all.add(new Packed(ArchiveNames.normal(entry.getName()), entry));
      }
    }
    all.sort(Comparator.comparing(Packed::name));
    for (Packed file : all) {
      if (FileNames.isChatExport(file.name()) && !FileNames.isHidden(file.name())) {
        names.addChats(file.name());
      }
    }
    for (Packed file : all) {
      if (!names.isRows(file.name()) || names.isBesideChats(file.name())) {
        continue;
      }
      if (file.entry().isUnixSymlink()) {
        names.passOver(file.name(), "a link");
      } else {
        files.add(file);
      }
    }
  }

  private void requireReadable(Packed file) {
    String name = names.full(file.name());
    if (FileNames.kind(file.name()) == FileNames.Kind.PARQUET) {
      throw Unwrapping.parquet(name, "unpack it first and score the file");
    }
    ZipArchiveEntry entry = file.entry();
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new InputException(
          name + ": it is encrypted; unpack it with its password first and score the file");
    }
    ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
    if (method == null || !METHODS.contains(method)) {
      throw new InputException(
          name
              + ": it is compressed with a method that is not supported ("
              + (method == null ? "number " + entry.getMethod() : method.name())
              + "); unpack it first and score the file");
    }
    if (entry.getDiskNumberStart() > 0) {
      throw FileKind.SPLIT_ZIP.refusal(name);
    }
  }

  /** That no two files are made of the same bytes, as in archives that are made to be endless. */
  private void requireApart() throws IOException {
    Set<String> seen = new HashSet<>();
    for (Packed file : files) {
      if (!seen.add(file.name())) {
        throw new InputException(
            names.full(file.name())
                + ": the archive holds it twice; unpack it and score the one that is meant");
      }
      // Finds out where its data begin.
      if (zip.getRawInputStream(file.entry()) == null) {
        throw new IOException("the zip archive is broken: a file has no data");
      }
    }
    List<Packed> inPlace = new ArrayList<>(files);
    inPlace.sort(Comparator.comparingLong(file -> file.entry().getDataOffset()));
    long end = 0;
    for (Packed file : inPlace) {
      if (file.entry().getDataOffset() < end) {
        throw new InputException(
            names.full(file.name())
                + ": it shares bytes with another file of the archive, as in archives that are made"
                + " to do harm");
      }
      end = file.entry().getDataOffset() + file.entry().getCompressedSize();
    }
  }

  @Override
  public @Nullable UnpackedFile next() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
    if (next == files.size()) {
      Unwrapping.drain(bytes);
      return null;
    }
    Packed file = files.get(next++);
    InputStream data = new Unpacked(file.entry());
    current = data;
    return unwrapping.entry(names.full(file.name()), names.last(file.name()), data);
  }

  /** So that the counter of the input sees how far it has been read. */
  private void draw() throws IOException {
    while (bytesDrawn < channel.bytesRead()) {
      long behind = channel.bytesRead() - bytesDrawn;
      int read = bytes.read(block, 0, (int) Math.min(block.length, behind));
      if (read < 0) {
        return;
      }
      bytesDrawn += read;
    }
  }

  @Override
  public List<String> passedOver() {
    return names.passedOver();
  }

  @Override
  public void close() throws IOException {
    try {
      if (current != null) {
        current.close();
      }
    } finally {
      try {
        zip.close();
      } finally {
        bytes.close();
      }
    }
  }

  /** The data of a file, which have to be as long as the list says and have its checksum. */
  private final class Unpacked extends InputStream {
    private final ZipArchiveEntry entry;
    private final CRC32 checksum = new CRC32();
    private @Nullable InputStream in;
    private long length;

    Unpacked(ZipArchiveEntry entry) {
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int wanted) throws IOException {
      int read;
      try {
        if (in == null) {
          in = zip.getInputStream(entry);
        }
        read = in.read(target, from, wanted);
      } catch (EOFException e) {
        throw new IOException("the zip data is cut off", e);
      } catch (IOException | RuntimeException e) {
        throw new IOException("the zip data is broken: " + InputException.reason(e), e);
      }
      draw();
      if (read > 0) {
        checksum.update(target, from, read);
        length += read;
      }
      if (length > entry.getSize() || (read < 0 && length < entry.getSize())) {
        throw new IOException("the zip data is broken: its length differs");
      }
      if (read < 0 && checksum.getValue() != entry.getCrc()) {
        throw new IOException("the zip data is broken: its checksum differs");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      if (in != null) {
        in.close();
      }
    }
  }
}

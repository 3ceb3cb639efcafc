package dev.decorum.model.tensors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes zip archives as {@code torch.save} does, and others. */
public final class TorchZip implements AutoCloseable {
  private final ZipArchiveOutputStream zip;

  public TorchZip(Path file) throws IOException {
    this.zip = new ZipArchiveOutputStream(file.toFile());
  }

  /** An archive with a pickle, whose storages are to be added. */
  public static TorchZip of(Path file, byte[] pickle) throws IOException {
    return new TorchZip(file).stored("archive/data.pkl", pickle);
  }

  /** Adds a storage. */
  public TorchZip storage(String key, byte[] content) throws IOException {
    return stored("archive/data/" + key, content);
  }

  /** Adds an entry as PyTorch does. */
  public TorchZip stored(String name, byte[] content) throws IOException {
    return add(name, content, ZipArchiveEntry.STORED);
  }

  /** Adds an entry that is compressed. */
  public TorchZip deflated(String name, byte[] content) throws IOException {
    return add(name, content, ZipArchiveEntry.DEFLATED);
  }

  /** Adds a short entry. */
  public TorchZip stored(String name, String content) throws IOException {
    return stored(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private TorchZip add(String name, byte[] content, int method) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(method);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
    return this;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

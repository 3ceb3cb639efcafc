package dev.decorum.read.bytes;

import dev.decorum.disk.TemporaryFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Parquet file that came from elsewhere: it is read at many places at once, so it is copied. */
final class CopiedFile implements UnpackedFiles {
  private final TemporaryFolder folder;
  private final SingleFile copy;

  private CopiedFile(TemporaryFolder folder, SingleFile copy) {
    this.folder = folder;
    this.copy = copy;
  }

  /**
   * Copies a file.
   *
   * @param bytes its content, which is read to its end
   */
  static CopiedFile parquet(InputFile file, InputStream bytes) throws IOException {
    TemporaryFolder folder = TemporaryFolder.make("parquet");
    try {
      Path copy = folder.path().resolve("copy.parquet");
      Files.copy(bytes, copy);
      UnpackedFile unpacked = UnpackedFile.parquet(file.name(), file.shortName(), copy);
      return new CopiedFile(folder, new SingleFile(unpacked, bytes));
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public @Nullable UnpackedFile next() throws IOException {
    return copy.next();
  }

  @Override
  public List<String> passedOver() {
    return copy.passedOver();
  }

  @Override
  public void close() throws IOException {
    try {
      copy.close();
    } finally {
      folder.close();
    }
  }
}

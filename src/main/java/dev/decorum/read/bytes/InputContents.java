package dev.decorum.read.bytes;

import dev.decorum.disk.TemporaryFile;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one input holds: itself, or each file of an archive.
 *
 * <p>A zip archive lists its files at its end. So they come sorted by name, what cannot be read is
 * refused before the first row, and an archive that is not on disk is copied to a temporary file. A
 * tar archive has no list: its files come in its own order, each as soon as it is there.
 */
public final class InputContents implements Closeable {
  private final UnpackedFiles contents;

  private InputContents(UnpackedFiles contents) {
    this.contents = contents;
  }

  /**
   * Finds out what an input is. Of a pipe no more is waited for than that takes.
   *
   * @param raw the bytes of the input, which the caller counts and closes
   * @throws InputException if it is nothing that can be read; says what it is and what to do
   * @throws IOException if it cannot be read, or its compression or archive is broken
   */
  public static InputContents open(InputFile file, InputStream raw, ContentOptions options)
      throws IOException {
    Unwrapping unwrapping = new Unwrapping(new KeptOpen(raw), options);
    Unwrapping.Bare bare = unwrapping.input(file.name());
    Path onDisk = bare.compressed() || file.bytes() < 0 ? null : file.path();
    return new InputContents(
        switch (bare.kind()) {
          case ZIP -> zip(file, onDisk, bare.stream(), unwrapping);
          case TAR -> new TarContents(file.name(), bare.stream(), unwrapping);
          case PARQUET -> {
            if (onDisk == null && file.elsewhere() != null && !bare.compressed()) {
              yield CopiedFile.parquet(file, bare.stream());
            }
            if (onDisk == null) {
              throw Unwrapping.parquet(
                  file.name(),
                  bare.compressed()
                      ? "decompress it first"
                      : "save it to a file on disk and score that");
            }
            UnpackedFile unpacked = UnpackedFile.parquet(file.name(), file.shortName(), onDisk);
            yield new SingleFile(unpacked, bare.stream());
          }
          default -> {
            UnpackedFile unpacked =
                unwrapping.text(file.name(), file.shortName(), bare.kind(), bare.stream());
            yield new SingleFile(unpacked, bare.stream());
          }
        });
  }

  private static ZipContents zip(
      InputFile file, @Nullable Path onDisk, InputStream bytes, Unwrapping unwrapping)
      throws IOException {
    if (onDisk != null) {
      FileChannel channel = FileChannel.open(onDisk, StandardOpenOption.READ);
      return ZipContents.open(file.name(), channel, bytes, unwrapping);
    }
    TemporaryFile copy = TemporaryFile.open();
    try {
      bytes.transferTo(copy.end());
      return ZipContents.open(file.name(), copy.channel(), bytes, unwrapping);
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /**
   * The next file with rows, which can be read until the next call; {@code null} at the end, when
   * all of the input has been read.
   *
   * @throws InputException if a file of an archive is nothing that can be read; a further call goes
   *     on with the next one
   * @throws IOException if the input cannot be read on, or is broken
   */
  public @Nullable UnpackedFile next() throws IOException {
    return contents.next();
  }

  /**
   * The files of an archive that were not read, as far as they have been met, without those that
   * nobody expects to be read: what a system adds, and what chat programs export beside the chats.
   */
  public List<String> passedOver() {
    return contents.passedOver();
  }

  /** Ends reading; the input itself stays open. */
  @Override
  public void close() throws IOException {
    contents.close();
  }

  /** Others close it. */
  private static final class KeptOpen extends FilterInputStream {
    KeptOpen(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      return in.read(target, from, length);
    }

    @Override
    public void close() {
      // What was opened here reads from it, but does not own it.
    }
  }
}

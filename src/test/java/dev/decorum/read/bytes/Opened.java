package dev.decorum.read.bytes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Everything that an input holds.
 *
 * @param files a line each: {@code name: text}, then {@code !! reason} for each complaint
 * @param bytes how many bytes of the input were read
 */
record Opened(List<String> files, List<String> passedOver, List<String> encodings, long bytes) {

  static Opened of(byte[] bytes) {
    return of(bytes, ContentOptions.defaults());
  }

  static Opened of(byte[] bytes, ContentOptions options) {
    return of(new InputFile("-", null, -1), new ByteArrayInputStream(bytes), options);
  }

  static Opened of(Path path) throws IOException {
    InputFile file = new InputFile(path.getFileName().toString(), path, Files.size(path));
    try (InputStream in = Files.newInputStream(path)) {
      return of(file, in, ContentOptions.defaults());
    }
  }

  static Opened of(InputFile file, InputStream in, ContentOptions options) {
    List<String> files = new ArrayList<>();
    List<String> encodings = new ArrayList<>();
    CountingInputStream raw = new CountingInputStream(in, new AtomicLong());
    try (InputContents contents = InputContents.open(file, raw, options)) {
      boolean more = true;
      while (more) {
        try {
          UnpackedFile unpacked = contents.next();
          more = unpacked != null;
          if (unpacked != null) {
            unpacked.encoding().ifPresent(encodings::add);
            files.add(unpacked.name() + ": " + text(unpacked));
          }
        } catch (InputException e) {
          files.add("!! " + e.getMessage());
        } catch (IOException e) {
          files.add("!! unreadable: " + e.getMessage());
          more = false;
        }
      }
      List<String> passedOver = contents.passedOver();
      return new Opened(files, passedOver, encodings, raw.digest("").bytes());
    } catch (InputException e) {
      files.add("!! " + e.getMessage());
    } catch (IOException e) {
      files.add("!! unreadable: " + e.getMessage());
    }
    return new Opened(files, List.of(), encodings, raw.digest("").bytes());
  }

  private static String text(UnpackedFile unpacked) throws IOException {
    return unpacked.kind() == UnpackedFile.Kind.PARQUET
        ? "Parquet in " + unpacked.path().getFileName()
        : new String(unpacked.stream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The next file, which there has to be. */
  static UnpackedFile next(InputContents contents) throws IOException {
    return Objects.requireNonNull(contents.next());
  }

  /** The one complaint. */
  String complaint() {
    if (files.size() != 1 || !files.get(0).startsWith("!! ")) {
      throw new AssertionError(files.toString());
    }
    return files.get(0).substring(3);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whatever a compressor makes of data. */
  interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  static byte[] compressed(byte[] data, Compressor compressor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressor.open(bytes)) {
      out.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A zip archive of names and texts, one after the other. */
  static byte[] zip(String... namesAndTexts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putArchiveEntry(new ZipArchiveEntry(namesAndTexts[i]));
        zip.write(bytes(namesAndTexts[i + 1]));
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A tar archive of names and texts, one after the other. */
  static byte[] tar(String... namesAndTexts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] data = bytes(namesAndTexts[i + 1]);
        TarArchiveEntry entry = new TarArchiveEntry(namesAndTexts[i]);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package dev.decorum.fuzz;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.TensorEntry;
import dev.decorum.model.tensors.TorchFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Files of PyTorch. If the first byte of an input is odd, the rest is the pickle of an archive with
 * a few storages; else it is the file.
 */
public final class TorchTarget {
  private static final int STORAGES = 4;
  private static final int STORAGE_BYTES = 96;

  /** A tensor of a few bytes may say that it is spread to any size. */
  private static final int LONGEST_READ = 1 << 20;

  private static final Probe PROBE = new Probe();
  private static final Path FILE = WorkFolder.make().resolve("pytorch_model.bin");

  private TorchTarget() {}

  /** Opens one file and reads its tensors. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      PROBE.time(input, TorchTarget::read);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void read(byte[] input) throws IOException {
    boolean pickle = (input[0] & 1) != 0;
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] file = pickle ? archive(rest) : rest;
    Files.write(FILE, file);
    String kind = pickle ? "pickle." : "file.";
    try {
      TorchFile opened = TorchFile.open(FILE);
      PROBE.count(kind + "opened");
      for (TensorEntry tensor : opened.tensors()) {
        use(tensor, file.length);
      }
    } catch (ModelException e) {
      PROBE.count(kind + "refused");
      String message = String.valueOf(e.getMessage());
      if (!message.startsWith(FILE + ": ") || message.endsWith("null")) {
        throw new AssertionError("a refusal without file or reason: " + message, e);
      }
    }
  }

  private static void use(TensorEntry tensor, int size) {
    boolean inside = tensor.offset() <= size && tensor.length() <= size - tensor.offset();
    if (tensor.isContiguous() && !inside) {
      throw new AssertionError(tensor + " lies outside of the file");
    }
    if (tensor.length() <= LONGEST_READ && tensor.read().length != tensor.length()) {
      throw new AssertionError(tensor + " has another length");
    }
    PROBE.count("tensors");
  }

  /** As PyTorch writes it. */
  private static byte[] archive(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      add(zip, "archive/data.pkl", pickle);
      for (int key = 0; key < STORAGES; key++) {
        add(zip, "archive/data/" + key, new byte[STORAGE_BYTES]);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ZipArchiveOutputStream zip, String name, byte[] content)
      throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipArchiveEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }
}

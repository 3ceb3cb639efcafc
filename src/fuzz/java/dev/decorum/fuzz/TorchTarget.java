package dev.decorum.fuzz;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.TensorEntry;
import dev.decorum.model.tensors.TorchFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Files of PyTorch. The first byte of an input says whether the rest is the file, the pickle of an
 * archive with a few storages, or the numbers of pieces that such a pickle is made of.
 */
public final class TorchTarget {
  private static final String[] KINDS = {"file.", "pickle.", "pieces."};
  private static final int STORAGES = 4;
  private static final int STORAGE_BYTES = 96;

  /** A tensor of a few bytes may say that it is spread to any size. */
  private static final int LONGEST_READ = 1 << 20;

  private static final String NAMES =
      "ctorch._utils\n_rebuild_tensor\n|ctorch._utils\n_rebuild_tensor_v2\n|ctorch\nSize\n|"
          + "ctorch._utils\n_rebuild_parameter\n|ccollections\nOrderedDict\n|ctorch\nHalfStorage\n|";
  private static final String STORAGE =
      "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0000X\3\0\0\0cpuK\30tQ|";

  /** Instructions with what they need, and the most frequent rows of them. */
  private static final String[] PIECES =
      (NAMES
              + STORAGE
              + "(|)|]|}|t|l|d|a|e|s|u|R|b|Q|0|1|N|\u0081|\u0085|\u0086|\u0087|\u0088|\u0089|\u0094|"
              + "q\0|q\1|q\2|h\0|h\1|h\2|h\3|K\0|K\1|K\2|K\3|K\30|M\0\1|J\377\377\377\377|"
              + "\u008a\10\0\0\0\0\0\0\0\177|X\1\0\0\0a|X\1\0\0\0b|X\5\0\0\0model|"
              + "X\12\0\0\0state_dict|(K\2K\3t(K\3K\1t|(K\3K\2t(K\1K\3t|\u0089N|tR|tRs|"
              + STORAGE
              + "ctorch._utils\n_rebuild_tensor\n("
              + STORAGE.replace("|", "K\0|"))
          .split("\\|", -1);

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
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    String kind = KINDS[(input[0] & 0xff) % KINDS.length];
    byte[] file =
        switch (kind) {
          case "pieces." -> archive(pieces(rest));
          case "pickle." -> archive(rest);
          default -> rest;
        };
    Files.write(FILE, file);
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

  /** A dictionary with one tensor. */
  static byte[] piecesOfOneTensor() {
    List<String> all = List.of(PIECES);
    int tensor = PIECES.length - 2;
    return new byte[] {
      2,
      (byte) all.indexOf("X\1\0\0\0a"),
      (byte) tensor,
      (byte) all.indexOf("(K\2K\3t(K\3K\1t"),
      (byte) all.indexOf("tRs")
    };
  }

  private static byte[] pieces(byte[] numbers) {
    StringBuilder pickle = new StringBuilder("}");
    for (byte number : numbers) {
      pickle.append(PIECES[(number & 0xff) % PIECES.length]);
    }
    return pickle.append('.').toString().getBytes(StandardCharsets.ISO_8859_1);
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

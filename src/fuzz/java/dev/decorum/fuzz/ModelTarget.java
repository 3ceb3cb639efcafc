package dev.decorum.fuzz;

import dev.decorum.model.CardReader;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Weights;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.onnx.ModelGraphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Model folders in which one file is not what it should be. The first byte of an input is the file.
 * If the second is odd, the rest are {@link JsonChanges} to it; else the rest is the file, or the
 * header alone for weights.
 *
 * <p>Beside each folder lies a file of weights that a folder must not reach.
 */
public final class ModelTarget {

  /** A file of one of the good folders, each of which has everything that a folder may have. */
  record Spoiled(String folder, String name) {
    boolean isWeights() {
      return name.endsWith(".safetensors");
    }

    boolean isJson() {
      return isWeights() || name.endsWith(".json");
    }

    @Override
    public String toString() {
      return folder + "/" + name;
    }
  }

  static final List<Spoiled> FILES =
      List.of(
          new Spoiled("whole", "config.json"),
          new Spoiled("whole", "model.safetensors"),
          new Spoiled("whole", "tokenizer.json"),
          new Spoiled("whole", "tokenizer_config.json"),
          new Spoiled("whole", "decorum.json"),
          new Spoiled("whole", "formatter.json"),
          new Spoiled("sharded", "model.safetensors.index.json"),
          new Spoiled("sharded", "model-00002-of-00002.safetensors"),
          new Spoiled("vocab", "vocab.json"),
          new Spoiled("vocab", "merges.txt"),
          new Spoiled("vocab", "added_tokens.json"),
          new Spoiled("vocab", "special_tokens_map.json"),
          new Spoiled("vocab", "README.md"));

  private static final int PREFIX = 2;
  private static final Path GOOD = Path.of("src/fuzz/seeds/models");
  private static final Path FOLDERS = folders();
  private static final Probe PROBE = new Probe();

  private ModelTarget() {}

  /** Opens one spoiled folder. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length >= PREFIX) {
      PROBE.time(input, ModelTarget::open);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void open(byte[] input) throws IOException {
    Spoiled spoiled = FILES.get((input[0] & 0xff) % FILES.size());
    Path folder = FOLDERS.resolve(spoiled.folder());
    Path file = folder.resolve(spoiled.name());
    byte[] good = Files.readAllBytes(GOOD.resolve(spoiled.toString()));
    byte[] content = content(input, spoiled);
    Files.write(file, spoiled.isWeights() ? withHeader(content, good) : content);
    PROBE.count(spoiled + ".files");
    try {
      if (spoiled.name().equals("formatter.json")) {
        FormatterTemplates.read(file);
      } else {
        use(ModelBundle.open(folder), folder);
      }
      PROBE.count(spoiled + ".opened");
    } catch (ModelException e) {
      PROBE.count(spoiled + ".refused");
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new AssertionError("a refusal without a reason", e);
      }
    } finally {
      Files.write(file, good);
    }
  }

  private static void use(ModelBundle bundle, Path folder) throws IOException {
    ModelGraphs.of(bundle);
    CardReader.of(bundle);
    List<Path> reached = new ArrayList<>();
    bundle.checksums().keySet().forEach(name -> reached.add(bundle.file(name)));
    if (bundle.weights() instanceof Weights.Tensors weights) {
      weights.checkpoint().tensors().forEach(tensor -> reached.add(tensor.file()));
    }
    for (Path file : reached) {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new AssertionError(file + " was read and lies outside of " + folder);
      }
    }
  }

  /** The weights of a good file under another header. */
  private static byte[] withHeader(byte[] header, byte[] bytes) {
    int length = headerLength(bytes);
    int data = bytes.length - 8 - length;
    return ByteBuffer.allocate(8 + header.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(bytes, 8 + length, data)
        .array();
  }

  /** The content that makes a good folder, as an input has it after its prefix. */
  static byte[] good(Spoiled spoiled) throws IOException {
    byte[] bytes = Files.readAllBytes(GOOD.resolve(spoiled.toString()));
    return spoiled.isWeights() ? Arrays.copyOfRange(bytes, 8, 8 + headerLength(bytes)) : bytes;
  }

  private static byte[] content(byte[] input, Spoiled spoiled) throws IOException {
    byte[] rest = Arrays.copyOfRange(input, PREFIX, input.length);
    return (input[1] & 1) != 0 && spoiled.isJson() ? JsonChanges.apply(good(spoiled), rest) : rest;
  }

  private static int headerLength(byte[] safetensors) {
    return (int) ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Copies of the good folders, with weights beside them. */
  static Path folders() {
    Path folders = WorkFolder.make();
    try {
      WorkFolder.copy(GOOD, folders);
      Path outside = folders.resolve("outside.safetensors");
      Files.copy(GOOD.resolve("sharded/model-00002-of-00002.safetensors"), outside);
      Files.createSymbolicLink(folders.resolve("sharded/link.safetensors"), outside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders;
  }
}

package dev.decorum.fuzz;

import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelCard;
import dev.decorum.model.ModelException;
import dev.decorum.model.Weights;
import dev.decorum.model.onnx.OnnxGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Model folders in which one file is not what it should be. The first byte of an input is the file,
 * the rest is its content, or the header alone for weights.
 *
 * <p>Beside each folder lies a file of weights that a folder must not reach.
 */
public final class ModelTarget {

  /** A file of a checkpoint of the tests. */
  record Spoiled(String checkpoint, String name) {
    boolean isWeights() {
      return name.endsWith(".safetensors");
    }

    @Override
    public String toString() {
      return checkpoint + "/" + name;
    }
  }

  static final List<Spoiled> FILES =
      List.of(
          new Spoiled("base", "config.json"),
          new Spoiled("base", "model.safetensors"),
          new Spoiled("base", "tokenizer.json"),
          new Spoiled("base", "tokenizer_config.json"),
          new Spoiled("base", "decorum.json"),
          new Spoiled("base", "README.md"),
          new Spoiled("sharded", "model.safetensors.index.json"),
          new Spoiled("sharded", "model-00002-of-00003.safetensors"),
          new Spoiled("vocab-merges", "vocab.json"),
          new Spoiled("vocab-merges", "merges.txt"),
          new Spoiled("vocab-merges", "added_tokens.json"),
          new Spoiled("vocab-merges", "special_tokens_map.json"),
          new Spoiled("onnx", "config.json"),
          new Spoiled("base", "formatter.json"));

  private static final Path CHECKPOINTS = Path.of("src/test/resources/checkpoints");
  private static final Path FOLDERS = folders();
  private static final Probe PROBE = new Probe();

  private ModelTarget() {}

  /** Opens one spoiled folder. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      PROBE.time(input, ModelTarget::open);
    }
  }

  /** Writes what was counted. */
  public static void fuzzerTearDown() {
    PROBE.close();
  }

  private static void open(byte[] input) throws IOException {
    Spoiled spoiled = FILES.get((input[0] & 0xff) % FILES.size());
    Path folder = FOLDERS.resolve(spoiled.checkpoint());
    Path file = folder.resolve(spoiled.name());
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    Path good = CHECKPOINTS.resolve(spoiled.toString());
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
      if (Files.exists(good)) {
        Files.write(file, Files.readAllBytes(good));
      } else {
        Files.delete(file);
      }
    }
  }

  private static void use(ModelBundle bundle, Path folder) throws IOException {
    OnnxGraph.of(bundle);
    ModelCard.of(bundle);
    List<Path> reached = new ArrayList<>();
    bundle.checksums().keySet().forEach(name -> reached.add(bundle.file(name)));
    if (bundle.weights() instanceof Weights.Checkpoint weights) {
      weights.checkpoint().tensors().forEach(tensor -> reached.add(tensor.file()));
    }
    for (Path file : reached) {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new AssertionError(file + " was read and lies outside of " + folder);
      }
    }
  }

  /** The weights of a good file under another header. */
  private static byte[] withHeader(byte[] header, Path good) throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    int length = headerLength(bytes);
    int data = bytes.length - 8 - length;
    return ByteBuffer.allocate(8 + header.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(bytes, 8 + length, data)
        .array();
  }

  /** The content that makes a good folder, as an input begins after its first byte. */
  static byte[] good(Spoiled spoiled) throws IOException {
    Path file = CHECKPOINTS.resolve(spoiled.toString());
    byte[] bytes = Files.readAllBytes(file);
    return spoiled.isWeights() ? Arrays.copyOfRange(bytes, 8, 8 + headerLength(bytes)) : bytes;
  }

  private static int headerLength(byte[] safetensors) {
    return (int) ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Copies of the checkpoints, with weights beside them. */
  static Path folders() {
    Path folders = WorkFolder.make();
    try (Stream<Path> files = Files.walk(CHECKPOINTS)) {
      for (Path file : files.toList()) {
        Path copy = folders.resolve(CHECKPOINTS.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      Path outside = CHECKPOINTS.resolve("sharded/model-00002-of-00003.safetensors");
      Files.copy(outside, folders.resolve("outside.safetensors"));
      Files.createSymbolicLink(
          folders.resolve("sharded/link.safetensors"), folders.resolve("outside.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders;
  }
}

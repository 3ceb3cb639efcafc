package dev.decorum.quantize;

import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.model.Agreement;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.onnx.QuantizedWeights;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where quantized checkpoints are kept: under the SHA-256 of what they were made of, so a changed
 * model is never mistaken for another. Files appear whole or not at all, and of two processes that
 * want the same one the second waits for the first.
 *
 * <p>Hashing half a gigabyte at every start would cost more than it saves; the hash of a file is
 * remembered with its path, size and time of change.
 */
public final class QuantizedStore {

  /** Changes whenever the same checkpoint would be written otherwise. */
  private static final String FORMAT = "1";

  private static final Object LOCK = new Object();

  /** Writes a file. */
  @FunctionalInterface
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path folder;

  /**
   * @param folder where to keep them; made when needed
   */
  public QuantizedStore(Path folder) {
    this.folder = folder;
  }

  /** The folder of one checkpoint. */
  private Path of(ModelBundle bundle) {
    return folder.resolve(key(bundle));
  }

  private static Path weights(Path folder, Precision precision, int weightSteps) {
    return folder.resolve(name(precision, weightSteps) + ".safetensors");
  }

  private static Path agreement(Path folder, Precision precision, int weightSteps) {
    return folder.resolve(name(precision, weightSteps) + ".agreement.json");
  }

  private static String name(Precision precision, int weightSteps) {
    return precision.label() + "-" + weightSteps;
  }

  /** What is there for a model on this machine, if anything is. */
  public Optional<QuantizedModel> find(ModelBundle bundle, Precision precision) {
    return find(of(bundle), precision, IntegerArithmetic.weightSteps());
  }

  private static Optional<QuantizedModel> find(Path folder, Precision precision, int weightSteps) {
    Path weights = weights(folder, precision, weightSteps);
    Path agreement = agreement(folder, precision, weightSteps);
    if (!Files.exists(weights) || !Files.exists(agreement)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new QuantizedModel(
              QuantizedWeights.open(weights, precision, weightSteps), Agreement.read(agreement)));
    } catch (ModelException e) {
      // Damaged, by a disk or by a hand: it will be made again.
      return Optional.empty();
    }
  }

  /** Makes a model for {@link #obtain}. */
  interface Maker {

    /** Writes the weights. */
    void write(OutputStream out) throws IOException;

    /** Measures what was written. */
    Agreement measure(QuantizedWeights weights);
  }

  /**
   * What is there for a model, or what {@code maker} makes now.
   *
   * @param anew whether to make it although it is there
   */
  QuantizedModel obtain(
      ModelBundle bundle, Precision precision, int weightSteps, boolean anew, Maker maker) {
    // A lock on a file keeps other processes out, but is an error between threads of one.
    synchronized (LOCK) {
      return obtainAlone(of(bundle), precision, weightSteps, anew, maker);
    }
  }

  private static QuantizedModel obtainAlone(
      Path own, Precision precision, int weightSteps, boolean anew, Maker maker) {
    try {
      Files.createDirectories(own);
      try (FileChannel channel =
              FileChannel.open(
                  own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<QuantizedModel> known =
            anew ? Optional.empty() : find(own, precision, weightSteps);
        if (known.isPresent() && lock.isValid()) {
          return known.get();
        }
        Path weights = weights(own, precision, weightSteps);
        Path agreement = agreement(own, precision, weightSteps);
        Files.deleteIfExists(agreement);
        replace(weights, maker::write);
        QuantizedWeights written = QuantizedWeights.open(weights, precision, weightSteps);
        byte[] report = maker.measure(written).json();
        replace(agreement, out -> out.write(report));
        return new QuantizedModel(written, Agreement.read(agreement));
      }
    } catch (IOException e) {
      throw new ModelException(
          own
              + ": cannot keep the quantized model there: "
              + e
              + " (the environment variable DECORUM_CACHE_DIR names another folder)",
          e);
    }
  }

  /** Writes a file beside its place and moves it there. */
  private static void replace(Path file, Writer writer) throws IOException {
    Path partial =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 20)) {
        writer.writeTo(out);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** The hash of everything that a quantized model depends on. */
  private String key(ModelBundle bundle) {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : bundle.weights().names()) {
      hashes.put(name, hash(bundle, name));
    }
    hashes.put("config.json", hash(bundle, "config.json"));
    StringBuilder all = new StringBuilder(FORMAT);
    hashes.forEach((name, hash) -> all.append('\n').append(name).append(' ').append(hash));
    if (bundle.head().outputs() > 2) {
      // How the forms agree is measured on the pair of the appropriate label and all others.
      all.append("\nappropriate ").append(bundle.head().appropriate());
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String hash(ModelBundle bundle, String name) {
    Path file = bundle.file(name);
    Path memory;
    try {
      String state =
          file + "\n" + Files.size(file) + "\n" + Files.getLastModifiedTime(file).toMillis();
      memory = folder.resolve("hashes").resolve(Sha256.of(state.getBytes(StandardCharsets.UTF_8)));
      if (Files.exists(memory)) {
        String known = Files.readString(memory).strip();
        if (known.length() == 64) {
          return known;
        }
      }
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e, e);
    }
    String hash = Sha256.of(file);
    try {
      Files.createDirectories(memory.getParent());
      replace(memory, out -> out.write(hash.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      // It is only a memory; without it the next start takes longer.
    }
    return hash;
  }
}

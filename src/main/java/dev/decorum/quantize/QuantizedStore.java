package dev.decorum.quantize;

import dev.decorum.disk.ChecksummedFile;
import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.files.FileState;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.onnx.QuantizedWeights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores quantized checkpoints by the SHA-256 of their sources, so that a changed model is never
 * mistaken for another. Files appear complete or not at all, and of two processes that need the
 * same one, the second waits for the first. Files are compared with their checksums before use, and
 * made again if they are damaged.
 *
 * <p>Hashing half a gigabyte at every start would take too long, so the hash of a file is stored
 * with its path and its {@link FileState}.
 */
public final class QuantizedStore {

  /**
   * The version of the format, to be changed whenever the same checkpoint would be written
   * differently.
   */
  private static final String FORMAT = "2";

  /** The time within which a file system may not distinguish two changes. */
  private static final long SETTLED_MILLIS = 2_000;

  private static final Object LOCK = new Object();

  private final Path folder;

  /**
   * @param folder the folder of the store, created when needed
   */
  public QuantizedStore(Path folder) {
    this.folder = folder;
  }

  /** The folder of one checkpoint. */
  private Path of(ModelBundle bundle, Map<String, String> sources) {
    return folder.resolve(key(bundle, sources));
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

  /** Whether there is an integer form of a model for this machine, even a damaged one. */
  public boolean holds(ModelBundle bundle, Precision precision) {
    Path own = of(bundle, sources(bundle));
    return ChecksummedFile.isThere(weights(own, precision, IntegerArithmetic.weightSteps()));
  }

  /** The integer form of a model for this machine, if there is one. */
  public Optional<QuantizedModel> find(ModelBundle bundle, Precision precision) {
    Map<String, String> sources = sources(bundle);
    return find(of(bundle, sources), sources, precision, IntegerArithmetic.weightSteps());
  }

  private static Optional<QuantizedModel> find(
      Path folder, Map<String, String> sources, Precision precision, int weightSteps) {
    Path weights = weights(folder, precision, weightSteps);
    Path agreement = agreement(folder, precision, weightSteps);
    try {
      // Opened before it is checked, so that it cannot be replaced in between.
      if (!ChecksummedFile.isThere(weights) || !ChecksummedFile.isWhole(agreement)) {
        return Optional.empty();
      }
      QuantizedWeights opened = QuantizedWeights.open(weights, precision, weightSteps);
      return ChecksummedFile.isWhole(weights)
          ? Optional.of(new QuantizedModel(opened, QuantizationAgreement.read(agreement), sources))
          : Optional.empty();
    } catch (IOException | ModelException e) {
      // Damaged by the disk or by someone: it will be made again.
      return Optional.empty();
    }
  }

  /** Makes an integer form for {@link #obtain}. */
  interface Maker {

    /** Writes the weights. */
    void write(OutputStream out) throws IOException;

    /** Measures the agreement of the weights that were written. */
    QuantizationAgreement measure(QuantizedWeights weights);
  }

  /**
   * The integer form in the store, or else a new one from {@code maker}.
   *
   * @param anew whether to make it even if it exists
   */
  QuantizedModel obtain(
      ModelBundle bundle, Precision precision, int weightSteps, boolean anew, Maker maker) {
    // A file lock excludes other processes, but throws between threads of the same process.
    synchronized (LOCK) {
      Map<String, String> sources = sources(bundle);
      return obtainAlone(
          of(bundle, sources),
          sources,
          precision,
          weightSteps,
          anew,
          new Maker() {
            @Override
            public void write(OutputStream out) throws IOException {
              maker.write(out);
              requireMadeOf(bundle, sources);
            }

            @Override
            public QuantizationAgreement measure(QuantizedWeights weights) {
              QuantizationAgreement agreement = maker.measure(weights);
              requireMadeOf(bundle, sources);
              return agreement;
            }
          });
    }
  }

  /**
   * Makes sure that the model has not changed since it was read, before anything is stored under
   * its hashes.
   */
  private static void requireMadeOf(ModelBundle bundle, Map<String, String> sources) {
    bundle.requireUnchanged();
    sources.forEach(
        (name, hash) -> {
          Path file = bundle.file(name);
          if (!Sha256.of(file).equals(hash)) {
            throw new ModelException(
                file
                    + ": was changed while its integer form was being made; start again with the"
                    + " model as it is now");
          }
        });
  }

  private static QuantizedModel obtainAlone(
      Path own,
      Map<String, String> sources,
      Precision precision,
      int weightSteps,
      boolean anew,
      Maker maker) {
    try {
      Files.createDirectories(own);
      try (FileChannel channel =
              FileChannel.open(
                  own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Optional<QuantizedModel> known =
            anew ? Optional.empty() : find(own, sources, precision, weightSteps);
        if (known.isPresent() && lock.isValid()) {
          return known.get();
        }
        Path weights = weights(own, precision, weightSteps);
        Path agreement = agreement(own, precision, weightSteps);
        ChecksummedFile.removeChecksum(agreement);
        ChecksummedFile.removeChecksum(weights);
        ChecksummedFile.write(weights, maker::write);
        QuantizedWeights written = QuantizedWeights.open(weights, precision, weightSteps);
        byte[] report = maker.measure(written).json();
        ChecksummedFile.write(agreement, out -> out.write(report));
        return new QuantizedModel(written, QuantizationAgreement.read(agreement), sources);
      }
    } catch (IOException e) {
      throw new ModelException(
          own
              + ": cannot keep the quantized model there: "
              + e
              + " (set DECORUM_CACHE_DIR to use another folder)",
          e);
    }
  }

  /** Hashes of the files that a quantized model depends on, by name. */
  private Map<String, String> sources(ModelBundle bundle) {
    Map<String, String> hashes = new TreeMap<>();
    for (String name : bundle.weights().names()) {
      hashes.put(name, hash(bundle, name));
    }
    hashes.put("config.json", hash(bundle, "config.json"));
    return hashes;
  }

  /** The hash of everything that a quantized model depends on. */
  private static String key(ModelBundle bundle, Map<String, String> sources) {
    StringBuilder all = new StringBuilder(FORMAT);
    sources.forEach((name, hash) -> all.append('\n').append(name).append(' ').append(hash));
    if (bundle.head().dependsOnChoice()) {
      // Agreement is measured on the pair of the appropriate label and all others.
      all.append("\nappropriate ").append(bundle.head().appropriate());
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String hash(ModelBundle bundle, String name) {
    Path file = bundle.file(name);
    FileState state;
    Path memory;
    try {
      state = FileState.of(file);
      memory =
          folder
              .resolve("hashes")
              .resolve(Sha256.of((file + "\n" + state).getBytes(StandardCharsets.UTF_8)));
      if (ChecksummedFile.isWhole(memory)) {
        return Files.readString(memory).strip();
      }
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read: " + e, e);
    }
    String hash = Sha256.of(file);
    try {
      if (isSettled(state) && FileState.of(file).equals(state)) {
        Files.createDirectories(memory.getParent());
        ChecksummedFile.write(memory, out -> out.write(hash.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (IOException e) {
      // This is only a cache, without which the next start takes longer.
    }
    return hash;
  }

  /** Whether a change now would be visible in the state. */
  private static boolean isSettled(FileState state) {
    return state.changed() != null
        && System.currentTimeMillis() - state.changed().toMillis() > SETTLED_MILLIS;
  }
}

package dev.decorum.spark;

import dev.decorum.api.Judge;
import dev.decorum.api.JudgeOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/** One engine for each executor, which all of its tasks share. */
final class Engines {
  private record Key(@Nullable String model, JudgeOptions options) {}

  private static final Map<Key, Judge> OPEN = new HashMap<>();

  private Engines() {}

  /**
   * The engine of this executor; opened by the first task that asks, and closed when the executor
   * ends.
   *
   * @param sha256 the hashes of the driver's model
   * @throws IllegalStateException if the model here is another one
   */
  static synchronized Judge of(
      @Nullable String model, JudgeOptions options, Map<String, String> sha256) {
    Key key = new Key(model, options);
    Judge known = OPEN.get(key);
    if (known == null) {
      known = open(model, options);
      Map<String, String> here = known.modelSha256();
      if (!here.equals(sha256)) {
        known.close();
        throw new IllegalStateException(
            "the model '" + model + "' of this node has other files than that of the driver");
      }
      if (OPEN.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(Engines::close));
      }
      OPEN.put(key, known);
    }
    return known;
  }

  /** Opens a model. */
  static Judge open(@Nullable String model, JudgeOptions options) {
    return model == null ? Judge.demo(options) : Judge.open(folder(model), options);
  }

  private static Path folder(String model) {
    if (new File(model).exists()) {
      return Path.of(model);
    }
    return Path.of(SparkFiles.get(model));
  }

  private static synchronized void close() {
    OPEN.values().forEach(Judge::close);
    OPEN.clear();
  }
}

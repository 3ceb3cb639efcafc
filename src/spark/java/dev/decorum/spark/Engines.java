package dev.decorum.spark;

import dev.decorum.api.Judge;
import dev.decorum.api.JudgeOptions;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/** One engine for each executor, which all of its tasks share. */
final class Engines {
  private record Key(@Nullable String model, JudgeOptions options, Map<String, String> sha256) {}

  private static final Map<Key, Judge> OPEN = new HashMap<>();

  static {
    // It warns of graphics cards that are not there.
    Configurator.setLevel("ai.djl", Level.ERROR);
  }

  private Engines() {}

  /**
   * The engine of this executor; opened by the first task that asks, and closed when the executor
   * ends.
   *
   * @param sha256 the hashes of the driver's model and formatter
   * @throws IllegalStateException if they are others here
   */
  static synchronized Judge of(ScoringOptions options, Map<String, String> sha256) {
    Key key = new Key(options.model(), options.judge(), sha256);
    Judge known = OPEN.get(key);
    if (known == null) {
      known = open(options);
      Map<String, String> here = known.sha256();
      if (!here.equals(sha256)) {
        known.close();
        throw new IllegalStateException(
            "the model of this node or its formatter has other files than that of the driver: "
                + options.model());
      }
      if (OPEN.isEmpty()) {
        Runtime.getRuntime().addShutdownHook(new Thread(Engines::close));
      }
      OPEN.put(key, known);
    }
    return known;
  }

  private static Judge open(ScoringOptions options) {
    JudgeOptions judge = here(options.judge());
    return options.model() == null ? Judge.demo(judge) : Judge.open(here(options.model()), judge);
  }

  /**
   * The model as the driver needs it, to describe what others compute.
   *
   * @throws dev.decorum.failure.DecorumException if it is unusable
   */
  static Judge described(ScoringOptions options) {
    String model = options.model();
    if (model != null && !model.contains("/") && !new File(here(model)).exists()) {
      throw new JobException(
          model + ": no such folder, and --archives and --files of spark-submit bring none");
    }
    return Judge.whenNeeded(
        options.model() == null ? null : here(options.model()), here(options.judge()));
  }

  private static JudgeOptions here(JudgeOptions options) {
    String formatter = options.formatter();
    return formatter == null ? options : options.withFormatter(here(formatter));
  }

  /** A file or folder of this machine, or what Spark has brought under this name; else the name. */
  private static String here(String name) {
    if (new File(name).exists()) {
      return name;
    }
    String brought = SparkFiles.get(name);
    return new File(brought).exists() ? brought : name;
  }

  private static synchronized void close() {
    OPEN.values().forEach(Judge::close);
    OPEN.clear();
  }
}

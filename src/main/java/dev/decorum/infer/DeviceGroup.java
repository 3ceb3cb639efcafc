package dev.decorum.infer;

import dev.decorum.batch.Work;
import dev.decorum.model.Precision;
import dev.decorum.model.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model on every device of a run: one session each. Runners are dealt over the sessions in
 * turn; since all callers take their batches from one queue, a faster device simply takes more.
 */
public final class DeviceGroup implements AutoCloseable {

  /** Makes the network for a kind of device. */
  @FunctionalInterface
  public interface Graphs {

    /**
     * Makes sure that the weights are numbers; called while the network is loaded.
     *
     * @throws dev.decorum.model.files.ModelException if they are not
     */
    default void checkWeights() {}

    /**
     * Makes sure that the files of the network are still those that it was made of; called after it
     * has been loaded, and after each run of it.
     *
     * @throws dev.decorum.model.files.ModelException if they are not
     */
    default void requireUnchanged() {}

    /**
     * The network for one kind of device.
     *
     * @param forCuda whether it will run on CUDA devices, else on the CPU
     * @throws dev.decorum.model.files.ModelException if the model cannot be computed there as
     *     wanted
     */
    OnnxGraph graph(boolean forCuda);
  }

  /** In which numbers CUDA devices compute: their float16 is some ten times as fast as float32. */
  public static final Precision ON_CUDA = Precision.FP16;

  /**
   * Callers a CUDA device. A GPU runs a batch on all its cores by itself; a second caller has the
   * next batch ready, and reads logits back, while the first one's is computed. More would only
   * hold more memory.
   */
  static final int CALLERS_A_GPU = 2;

  private final Device device;
  private final OnnxGraph graph;
  private final Runnable check;
  private final Runnable unchanged;
  private final List<Device> each;
  private final @Nullable String setback;
  private List<OnnxClassifier> classifiers = List.of();
  private @Nullable Supplier<ModelRunner> runners;

  private DeviceGroup(
      Device device, List<Device> each, Graphs graphs, boolean forCuda, @Nullable String setback) {
    this.graph = graphs.graph(forCuda);
    this.check = graphs::checkWeights;
    this.unchanged = graphs::requireUnchanged;
    this.device = device;
    this.each = each;
    this.setback = setback;
  }

  /**
   * Loads the model on every device wanted. Not in the background: the runtime's own shutdown hook
   * takes its environment away from a session that is still being made, and the process crashes.
   *
   * @param graphs makes the network
   * @param wanted for {@link Device.Kind#AUTO} the first CUDA device where that works, else the CPU
   * @throws DeviceException if a device asked for by name is not there; then none stays loaded
   * @throws dev.decorum.model.files.ModelException if the runtime refuses the graph
   */
  public static DeviceGroup load(Graphs graphs, Device wanted) {
    DeviceGroup group = whenNeeded(graphs, wanted);
    group.runners();
    return group;
  }

  /**
   * As {@link #load}, but on a CPU the session is made for the first runner, since a run may find
   * that it knows every score already.
   */
  public static DeviceGroup whenNeeded(Graphs graphs, Device wanted) {
    return switch (wanted.kind()) {
      case CPU -> onCpu(graphs, null);
      case CUDA -> {
        DeviceSelection.check(wanted);
        List<Device> each = wanted.indices().stream().map(Device::cuda).toList();
        DeviceGroup group = new DeviceGroup(wanted, each, graphs, true, null);
        group.runners();
        yield group;
      }
      case AUTO -> {
        if (!DeviceSelection.isCudaLikely()) {
          yield onCpu(graphs, null);
        }
        try {
          yield whenNeeded(graphs, Device.cuda(0));
        } catch (DeviceException e) {
          yield onCpu(graphs, e.getMessage());
        }
      }
    };
  }

  private static DeviceGroup onCpu(Graphs graphs, @Nullable String setback) {
    return new DeviceGroup(Device.CPU, List.of(Device.CPU), graphs, false, setback);
  }

  private synchronized Supplier<ModelRunner> runners() {
    Supplier<ModelRunner> open = runners;
    if (open == null) {
      classifiers = loadAll();
      List<Supplier<ModelRunner>> sources = new ArrayList<>();
      classifiers.forEach(classifier -> sources.add(classifier::newRunner));
      open = new RoundRobin(sources);
      runners = open;
    }
    return open;
  }

  private List<OnnxClassifier> loadAll() {
    CompletableFuture<Void> weights = CompletableFuture.runAsync(check);
    List<OnnxClassifier> loaded = new ArrayList<>();
    try {
      for (Device one : each) {
        loaded.add(OnnxClassifier.load(graph, one));
      }
      weights.join();
      unchanged.run();
    } catch (CompletionException e) {
      loaded.forEach(OnnxClassifier::close);
      throw e.getCause() instanceof RuntimeException known ? known : e;
    } catch (RuntimeException e) {
      loaded.forEach(OnnxClassifier::close);
      throw e;
    }
    return loaded;
  }

  /** Opens a line to the next device for one thread. */
  public ModelRunner newRunner() {
    return new WatchedRunner(runners().get(), unchanged);
  }

  /** Hands out what the model gave only while its files are those that it was loaded from. */
  private record WatchedRunner(ModelRunner runner, Runnable unchanged) implements ModelRunner {

    @Override
    public Outcome run(Work work, Past past) {
      Outcome outcome = runner.run(work, past);
      unchanged.run();
      return outcome;
    }

    @Override
    public void close() {
      runner.close();
    }
  }

  /** All devices in one word, for example {@code cpu} or {@code cuda:0,1}. */
  public String device() {
    return device.toString();
  }

  /** Why the CPU computes on a machine that has a GPU and the libraries for it, if that is so. */
  public Optional<String> setback() {
    return Optional.ofNullable(setback);
  }

  /** In which numbers the model is computed. */
  public Precision precision() {
    return graph.precision();
  }

  /** Whether the model runs on GPUs. */
  public boolean isOnCuda() {
    return device.kind() == Device.Kind.CUDA;
  }

  /** How the graph takes its tokens, which decides how they are planned. */
  public OnnxGraph.Kind kind() {
    return graph.kind();
  }

  /** How many devices there are. */
  public int size() {
    return each.size();
  }

  /** How many threads should call: one a core on the CPU, two a device on GPUs. */
  public int suitedCallers() {
    return isOnCuda() ? CALLERS_A_GPU * size() : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public synchronized void close() {
    classifiers.forEach(OnnxClassifier::close);
  }
}

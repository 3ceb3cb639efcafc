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
 * The model on all devices of a run, with one session for each. Runners are assigned to the
 * sessions in turn; since all workers take batches from one queue, a faster device takes more.
 */
public final class DeviceGroup implements AutoCloseable {

  /** Makes the network for a kind of device. */
  @FunctionalInterface
  public interface Graphs {

    /**
     * Makes sure that the weights are finite numbers; called while the network is loaded.
     *
     * @throws dev.decorum.model.files.ModelException if the check fails
     */
    default void checkWeights() {}

    /**
     * Makes sure that the files of the network have not changed; called after it has been loaded
     * and after each run.
     *
     * @throws dev.decorum.model.files.ModelException if the check fails
     */
    default void requireUnchanged() {}

    /**
     * The network for one kind of device.
     *
     * @param forCuda whether it will run on CUDA devices rather than the CPU
     * @throws dev.decorum.model.files.ModelException if the model cannot be computed there as
     *     requested
     */
    OnnxGraph graph(boolean forCuda);
  }

  /** The precision on CUDA devices, where float16 is about ten times as fast as float32. */
  public static final Precision ON_CUDA = Precision.FP16;

  /**
   * The number of inference workers per CUDA device. A GPU uses all of its cores for one batch; a
   * second worker prepares the next batch and reads logits back meanwhile. More would only take
   * more memory.
   */
  static final int WORKERS_PER_GPU = 2;

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
   * Loads the model on all requested devices. This must not be done in the background: at exit, the
   * runtime's shutdown hook would destroy the environment of a session that is still being created,
   * and the process would crash.
   *
   * @param graphs makes the network
   * @param wanted for {@link Device.Kind#AUTO}, the first CUDA device if it works, otherwise the
   *     CPU
   * @throws DeviceException if a device asked for by name is unavailable; then none stays loaded
   * @throws dev.decorum.model.files.ModelException if the runtime refuses the graph
   */
  public static DeviceGroup load(Graphs graphs, Device wanted) {
    boolean onCpu =
        wanted.kind() == Device.Kind.CPU
            || (wanted.kind() == Device.Kind.AUTO && !DeviceSelection.isCudaLikely());
    DeviceGroup group = onCpu ? onCpuWhileStarting(graphs) : whenNeeded(graphs, wanted);
    group.runners();
    return group;
  }

  /** Makes the network while the runtime starts, neither of which needs the other. */
  private static DeviceGroup onCpuWhileStarting(Graphs graphs) {
    CompletableFuture<Void> start = CompletableFuture.runAsync(OnnxClassifier::startRuntime);
    DeviceGroup group;
    try {
      group = onCpu(graphs, null);
    } catch (RuntimeException e) {
      start.handle((nothing, failure) -> "over").join();
      throw e;
    }
    try {
      start.join();
    } catch (CompletionException e) {
      // As if the runtime had been started here.
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
    return group;
  }

  /**
   * As {@link #load}, but on a CPU the session is created with the first runner, since a run may
   * find all scores in a store.
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

  /** Creates a runner on the next device, for one thread. */
  public ModelRunner newRunner() {
    return new WatchedRunner(runners().get(), unchanged);
  }

  /** Returns outcomes only while the model's files are unchanged. */
  private record WatchedRunner(ModelRunner runner, Runnable unchanged) implements ModelRunner {

    @Override
    public ModelOutput run(Work work, KeyValueCache cache) {
      ModelOutput output = runner.run(work, cache);
      unchanged.run();
      return output;
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

  /** The reason why the CPU is used although there is a GPU with its libraries; empty otherwise. */
  public Optional<String> setback() {
    return Optional.ofNullable(setback);
  }

  /** The precision of the model. */
  public Precision precision() {
    return graph.precision();
  }

  /** Whether the model runs on GPUs. */
  public boolean isOnCuda() {
    return device.kind() == Device.Kind.CUDA;
  }

  /** The form in which the graph takes its tokens, on which planning depends. */
  public OnnxGraph.Kind kind() {
    return graph.kind();
  }

  /** The number of devices. */
  public int size() {
    return each.size();
  }

  /** The best number of inference workers: one per core on the CPU, two per device on GPUs. */
  public int suggestedWorkers() {
    return isOnCuda() ? WORKERS_PER_GPU * size() : Runtime.getRuntime().availableProcessors();
  }

  @Override
  public synchronized void close() {
    classifiers.forEach(OnnxClassifier::close);
  }
}

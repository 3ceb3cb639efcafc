package dev.decorum.infer;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the requirements of CUDA in ONNX Runtime, as far as possible without loading CUDA.
 *
 * @param root the root of the file system
 * @param environment the environment variables, of which {@code CUDA_VISIBLE_DEVICES} is used
 * @param gpuBuild whether this ONNX Runtime is built with CUDA
 */
record CudaPrerequisites(Path root, Map<String, String> environment, boolean gpuBuild) {

  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  CudaPrerequisites {
    environment = Map.copyOf(environment);
  }

  /** The prerequisites on this machine; starts ONNX Runtime. */
  static CudaPrerequisites ofThisMachine() {
    boolean gpuBuild = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    RuntimeFolder.remove();
    return new CudaPrerequisites(Path.of("/"), System.getenv(), gpuBuild);
  }

  /** What is missing for all devices, as phrases. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!hasDriver()) {
      missing.add("no NVIDIA driver is loaded on this machine");
    }
    if (!gpuBuild) {
      missing.add(
          "the ONNX Runtime in use is the CPU build (use the distribution for CUDA, which mvn -Pcuda"
              + " package makes, or put the native libraries of onnxruntime_gpu "
              + OrtEnvironment.class.getPackage().getImplementationVersion()
              + " into a folder and name it with DECORUM_OPTS=-Donnxruntime.native.path=FOLDER)");
    }
    return missing;
  }

  /** The reason why there is no device with this index, if it is known. */
  Optional<String> missing(int index) {
    String visible = environment.get(VISIBLE);
    if (visible != null) {
      // CUDA numbers the listed devices in their order.
      long listed = visible.isBlank() ? 0 : 1 + visible.chars().filter(c -> c == ',').count();
      if (index >= listed) {
        return Optional.of(VISIBLE + "=" + visible + " leaves " + count(listed));
      }
    }
    long present = devices();
    return present > 0 && index >= present
        ? Optional.of("this machine has " + count(present))
        : Optional.empty();
  }

  private static String count(long devices) {
    if (devices == 0) {
      return "no GPU";
    }
    return devices == 1 ? "1 GPU, cuda:0" : devices + " GPUs, cuda:0 to cuda:" + (devices - 1);
  }

  private boolean hasDriver() {
    return hasDriver(root);
  }

  /** Whether a driver is loaded, which takes a glance at some files. */
  static boolean hasDriver(Path root) {
    return System.getProperty("os.name", "").startsWith("Windows")
        || Files.exists(root.resolve("proc/driver/nvidia/version"))
        || Files.exists(root.resolve("dev/nvidiactl"))
        // The Windows Subsystem for Linux passes the GPU of its host through.
        || Files.exists(root.resolve("dev/dxg"));
  }

  /** The number of GPUs that the driver lists; 0 if unknown. */
  private long devices() {
    Path list = root.resolve("proc/driver/nvidia/gpus");
    if (!Files.isDirectory(list)) {
      return 0;
    }
    try (Stream<Path> devices = Files.list(list)) {
      return devices.count();
    } catch (IOException e) {
      return 0;
    }
  }
}

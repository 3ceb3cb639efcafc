package dev.decorum.infer;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the wanted device into session options, or says what is missing for it. */
final class DeviceSelection {
  private DeviceSelection() {}

  /**
   * Adds what {@code wanted} needs to {@code options}.
   *
   * @return where the session will run
   * @throws DeviceException if a device asked for by name is not there
   */
  static String apply(Device wanted, SessionOptions options) throws OrtException {
    return switch (wanted.kind()) {
      case CPU -> "cpu";
      case AUTO -> missingForCuda().isEmpty() && addCuda(0, options).isEmpty() ? "cuda:0" : "cpu";
      case CUDA -> {
        List<String> missing = missingForCuda();
        if (missing.isEmpty()) {
          missing = addCuda(wanted.index(), options);
        }
        if (!missing.isEmpty()) {
          throw new DeviceException(
              "device cuda:" + wanted.index() + " is not available: " + String.join("; ", missing));
        }
        yield "cuda:" + wanted.index();
      }
    };
  }

  private static List<String> missingForCuda() {
    List<String> missing = new ArrayList<>();
    if (!Files.exists(Path.of("/proc/driver/nvidia/version"))
        && !Files.exists(Path.of("/dev/nvidiactl"))
        && !System.getProperty("os.name", "").startsWith("Windows")) {
      missing.add("no NVIDIA driver is loaded on this machine");
    }
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      missing.add(
          "the ONNX Runtime in use is the CPU build (put the native libraries of onnxruntime_gpu "
              + OrtEnvironment.class.getPackage().getImplementationVersion()
              + " into a folder and name it with DECORUM_OPTS=-Donnxruntime.native.path=FOLDER)");
    }
    return missing;
  }

  private static List<String> addCuda(int index, SessionOptions options) {
    try {
      options.addCUDA(index);
      return List.of();
    } catch (OrtException e) {
      return List.of("ONNX Runtime says: " + e.getMessage());
    }
  }
}

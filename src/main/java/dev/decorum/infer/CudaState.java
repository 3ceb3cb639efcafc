package dev.decorum.infer;

import ai.onnxruntime.OrtSession.SessionOptions;
import java.util.List;

/**
 * Whether a GPU can be used here.
 *
 * @param hasDriver whether a driver of NVIDIA is loaded
 * @param isBuiltForGpus whether this ONNX Runtime is
 * @param missing what else is missing, as phrases
 */
public record CudaState(boolean hasDriver, boolean isBuiltForGpus, List<String> missing) {
  public CudaState {
    missing = List.copyOf(missing);
  }

  /** The state of this machine; loads ONNX Runtime, and CUDA where it may work. */
  public static CudaState ofThisMachine() {
    CudaPrerequisites machine = CudaPrerequisites.ofThisMachine();
    return machine.missing().isEmpty() ? new CudaState(true, true, loaded()) : of(machine);
  }

  static CudaState of(CudaPrerequisites machine) {
    return new CudaState(machine.hasDriver(), machine.gpuBuild(), List.of());
  }

  private static List<String> loaded() {
    try (SessionOptions options = new SessionOptions()) {
      return DeviceSelection.addCuda(0, options);
    }
  }
}

package dev.decorum.doctor;

import dev.decorum.infer.CudaState;
import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.infer.RuntimeVersions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What computes. */
final class Engine {
  /** The largest weight where sums of products cannot saturate. */
  private static final int EXACT = 127;

  private Engine() {}

  /** Unpacks the native libraries; that they can be loaded, is seen when they are used. */
  static Finding libraries() {
    NativeLibraries.prepare();
    Path folder = NativeLibraries.folder();
    return Finding.ok(
        "native libraries",
        "ONNX Runtime " + RuntimeVersions.all().get("onnxruntime") + ", in " + folder);
  }

  /** Multiplies integers, which loads ONNX Runtime. */
  static Finding integers() {
    return IntegerArithmetic.weightSteps() == EXACT
        ? Finding.ok("integers", "are multiplied exactly, with weights of 8 bits")
        : Finding.ok(
            "integers",
            "sums could overflow on this processor, so --precision int8 uses weights of 7 bits");
  }

  static Finding gpu(Installation installation) {
    return gpu(CudaState.ofThisMachine(), installation.hasCuda(), System.getenv("DECORUM_CUDA"));
  }

  /**
   * Whether a GPU is used.
   *
   * @param hasCuda whether this installation has ONNX Runtime for GPUs
   * @param wish {@code DECORUM_CUDA}
   */
  static Finding gpu(CudaState cuda, boolean hasCuda, @Nullable String wish) {
    List<String> missing = cuda.missing();
    if (!cuda.hasDriver()) {
      return Finding.ok("GPU", "none with a driver of NVIDIA; the processor computes");
    }
    if (!cuda.isBuiltForGpus()) {
      return Finding.note(
          "GPU",
          "there is a driver, but ONNX Runtime for GPUs is not in use; the processor computes",
          hasCuda
              ? "no".equals(wish) ? "unset DECORUM_CUDA" : "start bin/decorum, which finds it"
              : "use the distribution for CUDA (mvn -Pcuda package)");
    }
    return missing.isEmpty()
        ? Finding.ok("GPU", "CUDA works; --device auto uses cuda:0, with fp16")
        : Finding.problem("GPU", String.join("; ", missing), "decorum score --device cpu works");
  }
}

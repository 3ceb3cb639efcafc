package dev.decorum.doctor;

import dev.decorum.infer.CudaState;
import dev.decorum.infer.IntegerArithmetic;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.infer.RuntimeVersions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What computes. */
final class Libraries {
  /** The largest weight where sums of products cannot saturate. */
  private static final int EXACT = 127;

  private Libraries() {}

  /** Unpacks the native libraries; that they can be loaded, is seen when they are used. */
  static Symptom libraries() {
    NativeLibraries.prepare();
    Path folder = NativeLibraries.folder();
    return Symptom.ok(
        "native libraries",
        "ONNX Runtime " + RuntimeVersions.all().get("onnxruntime") + ", in " + folder);
  }

  /** Multiplies integers, which loads ONNX Runtime. */
  static Symptom integers() {
    return IntegerArithmetic.weightSteps() == EXACT
        ? Symptom.ok("integers", "are multiplied exactly, with weights of 8 bits")
        : Symptom.ok(
            "integers",
            "sums could overflow on this processor, so --precision int8 uses weights of 7 bits");
  }

  static Symptom gpu(Installation installation) {
    return gpu(CudaState.ofThisMachine(), installation.hasCuda(), System.getenv("DECORUM_CUDA"));
  }

  /**
   * Whether a GPU is used.
   *
   * @param hasCuda whether this installation has ONNX Runtime for GPUs
   * @param wish {@code DECORUM_CUDA}
   */
  static Symptom gpu(CudaState cuda, boolean hasCuda, @Nullable String wish) {
    List<String> missing = cuda.missing();
    if (!cuda.hasDriver()) {
      return Symptom.ok("GPU", "none with a driver of NVIDIA; the processor computes");
    }
    if (!cuda.isBuiltForGpus()) {
      return Symptom.note(
          "GPU",
          "there is a driver, but ONNX Runtime for GPUs is not in use; the processor computes",
          hasCuda
              ? "no".equals(wish) ? "unset DECORUM_CUDA" : "start bin/decorum, which finds it"
              : "use the distribution for CUDA (mvn -Pcuda package)");
    }
    return missing.isEmpty()
        ? Symptom.ok("GPU", "CUDA works; --device auto uses cuda:0, with fp16")
        : Symptom.problem("GPU", String.join("; ", missing), "decorum score --device cpu works");
  }
}

package dev.decorum.infer;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the requested device into session options, or reports what is missing for it. */
final class DeviceSelection {

  /**
   * ONNX Runtime's message about a failed CUDA call, without the machine and source that follow.
   */
  private static final Pattern CUDA_FAILURE = Pattern.compile("CUDA failure [^;\\n]+");

  private static final Pattern NO_SUCH_DEVICE = Pattern.compile("Invalid device ID: [^;\\n]+");

  private static final Pattern NO_LIBRARY =
      Pattern.compile("with error: (\\S+): cannot open shared object file");

  private static final Pattern OLD_LIBRARY =
      Pattern.compile("undefined symbol: \\S+, version ([\\w.]+)");

  private DeviceSelection() {}

  /**
   * Adds the settings for {@code wanted} to {@code options}.
   *
   * @param wanted a single device
   * @return the device on which the session will run
   * @throws DeviceException if a device asked for by name is unavailable
   */
  static String apply(Device wanted, SessionOptions options) throws OrtException {
    return switch (wanted.kind()) {
      case CPU -> "cpu";
      case AUTO ->
          CudaPrerequisites.ofThisMachine().missing().isEmpty() && addCuda(0, options).isEmpty()
              ? "cuda:0"
              : "cpu";
      case CUDA -> {
        check(wanted);
        List<String> missing = addCuda(wanted.indices().get(0), options);
        if (!missing.isEmpty()) {
          throw notAvailable(wanted, missing);
        }
        yield wanted.toString();
      }
    };
  }

  /** Whether CUDA may work: there is a driver, and the runtime is built for GPUs. */
  static boolean isCudaLikely() {
    // Without a driver the runtime need not be asked, which would start it.
    return CudaPrerequisites.hasDriver(Path.of("/"))
        && CudaPrerequisites.ofThisMachine().missing().isEmpty();
  }

  /**
   * Checks all devices before the first is loaded.
   *
   * @throws DeviceException if one is unavailable
   */
  static void check(Device cuda) {
    check(cuda, CudaPrerequisites.ofThisMachine());
  }

  static void check(Device cuda, CudaPrerequisites machine) {
    List<String> missing = machine.missing();
    if (!missing.isEmpty()) {
      throw notAvailable(cuda, missing);
    }
    for (int index : cuda.indices()) {
      Optional<String> reason = machine.missing(index);
      if (reason.isPresent()) {
        throw notAvailable(Device.cuda(index), List.of(reason.get()));
      }
    }
  }

  /**
   * The problem of the device behind a session's failure on a CUDA device.
   *
   * @param message ONNX Runtime's
   * @return empty if it is about something else, such as the model
   */
  static Optional<DeviceException> failureOf(String device, String message) {
    return device.startsWith("cuda")
        ? known(message).map(reason -> notAvailable(Device.parse(device), List.of(reason)))
        : Optional.empty();
  }

  /** A message of ONNX Runtime in plain words; empty if it is not about a device or library. */
  private static Optional<String> known(String message) {
    Matcher library = NO_LIBRARY.matcher(message);
    if (library.find()) {
      String name = library.group(1);
      return Optional.of(
          name.startsWith("libcuda.so")
              ? "the library " + name + " is not found; it comes with the NVIDIA driver"
              : "the library "
                  + name
                  + " is not found; it is part of CUDA 12 (12.8 or later): install that, or name"
                  + " its folder in LD_LIBRARY_PATH");
    }
    Matcher old = OLD_LIBRARY.matcher(message);
    if (old.find()) {
      return Optional.of(
          "the library " + old.group(1) + " is too old; CUDA 12.8 or a later 12 is needed");
    }
    for (Pattern pattern : List.of(CUDA_FAILURE, NO_SUCH_DEVICE)) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.find()) {
        return Optional.of(matcher.group().strip());
      }
    }
    return Optional.empty();
  }

  private static DeviceException notAvailable(Device device, List<String> missing) {
    return new DeviceException(
        "device " + device + " is not available: " + String.join("; ", missing));
  }

  private static List<String> addCuda(int index, SessionOptions options) {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(index)) {
      // TensorFloat-32 has a precision of 10 bits; float32 in a graph should be computed in
      // float32.
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
      return List.of();
    } catch (OrtException e) {
      String message = String.valueOf(e.getMessage());
      return List.of(known(message).orElse("ONNX Runtime says: " + message));
    }
  }
}

package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a machine that lacks something, on machines that are folders. */
class DeviceSelectionTest {

  /** A machine with a driver and so many GPUs, as the driver for Linux lists them. */
  private static CudaPrerequisites machine(Path root, int gpus, Map<String, String> environment)
      throws IOException {
    Path driver = Files.createDirectories(root.resolve("proc/driver/nvidia"));
    Files.writeString(driver.resolve("version"), "NVRM version: 570.86.15");
    for (int i = 0; i < gpus; i++) {
      Files.createDirectories(driver.resolve("gpus/0000:0" + i + ":00.0"));
    }
    return new CudaPrerequisites(root, environment, true);
  }

  private static String refusal(String devices, CudaPrerequisites machine) {
    Device wanted = Device.parse(devices);
    return String.valueOf(
        assertThrows(DeviceException.class, () -> DeviceSelection.check(wanted, machine))
            .getMessage());
  }

  @Test
  void devicesThatAreThereAreFine(@TempDir Path root) throws IOException {
    CudaPrerequisites machine = machine(root, 2, Map.of());
    DeviceSelection.check(Device.parse("cuda:0,1"), machine);
    DeviceSelection.check(Device.parse("cuda:1"), machine);
    assertTrue(machine.missing().isEmpty());
  }

  @Test
  void theMissingOneOfSeveralIsNamed(@TempDir Path root) throws IOException {
    CudaPrerequisites machine = machine(root, 2, Map.of());
    assertEquals(
        "device cuda:9 is not available: this machine has 2 GPUs, cuda:0 to cuda:1",
        refusal("cuda:0,9", machine));
    assertEquals(
        "device cuda:2 is not available: this machine has 2 GPUs, cuda:0 to cuda:1",
        refusal("cuda:2,3", machine));
  }

  @Test
  void oneGpuIsCountedAsOne(@TempDir Path root) throws IOException {
    assertEquals(
        "device cuda:1 is not available: this machine has 1 GPU, cuda:0",
        refusal("cuda:0,1", machine(root, 1, Map.of())));
  }

  @Test
  void aDriverThatListsNoGpusLeavesTheAnswerToCuda(@TempDir Path root) throws IOException {
    DeviceSelection.check(Device.parse("cuda:0,9"), machine(root, 0, Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | 1 | leaves 1 GPU, cuda:0",
        "0,1 | 2 | leaves 2 GPUs, cuda:0 to cuda:1",
        "'' | 0 | leaves no GPU"
      })
  void hiddenDevicesAreNotThere(String visible, int wanted, String reason, @TempDir Path root)
      throws IOException {
    assertEquals(
        "device cuda:"
            + wanted
            + " is not available: CUDA_VISIBLE_DEVICES="
            + visible
            + " "
            + reason,
        refusal("cuda:" + wanted, machine(root, 8, Map.of("CUDA_VISIBLE_DEVICES", visible))));
  }

  @Test
  void everythingThatIsMissingIsSaidAtOnce(@TempDir Path root) {
    String message = refusal("cuda:0,1", new CudaPrerequisites(root, Map.of(), false));
    assertTrue(
        message.startsWith(
            "device cuda:0,1 is not available: no NVIDIA driver is loaded on this machine; the ONNX"
                + " Runtime in use is the CPU build (use the distribution for CUDA, "),
        message);
  }

  @Test
  void theGpuOfAWindowsHostCountsAsADriver(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("dev"));
    Files.createFile(root.resolve("dev/dxg"));
    assertEquals(List.of(), new CudaPrerequisites(root, Map.of(), true).missing());
  }

  /**
   * What ONNX Runtime 1.28.0 itself said on a machine without a driver: with no library of CUDA,
   * with those of CUDA 12.6, with those of 12.9, and with an empty library in the driver's place.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12:"
            + " cannot open shared object file: No such file or directory"
            + " | the library libcublasLt.so.12 is not found; it is part of CUDA 12 (12.8 or"
            + " later): install that, or name its folder in LD_LIBRARY_PATH",
        "Failed to load library /x/libonnxruntime_providers_cuda.so with error:"
            + " /x/libonnxruntime_providers_cuda.so: undefined symbol: cudaLibraryGetKernel,"
            + " version libcudart.so.12"
            + " | the library libcudart.so.12 is too old; CUDA 12.8 or a later 12 is needed",
        "Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcuda.so.1:"
            + " cannot open shared object file: No such file or directory"
            + " | the library libcuda.so.1 is not found; it comes with the NVIDIA driver",
        "Failed to parse provider option \"device_id\": CUDA failure 35: CUDA driver version is"
            + " insufficient for CUDA runtime version ; GPU=-1 ; hostname=a ; file=/x.cc"
            + " | CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version"
      })
  void failuresOfTheRuntimeAreSaidInPlainWords(String message, String reason) {
    Optional<DeviceException> failure = DeviceSelection.failureOf("cuda:3", message);
    assertEquals("device cuda:3 is not available: " + reason, failure.orElseThrow().getMessage());
    assertEquals(Optional.empty(), DeviceSelection.failureOf("cpu", message));
  }

  @Test
  void aFailureOfTheModelIsNoneOfTheDevice() {
    assertEquals(
        Optional.empty(),
        DeviceSelection.failureOf("cuda:0", "Load model failed: Protobuf parsing failed."));
  }
}

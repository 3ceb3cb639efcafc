package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

  @ParameterizedTest
  @CsvSource({
    "auto, AUTO, 0",
    "cpu, CPU, 0",
    "cuda, CUDA, 0",
    "cuda:0, CUDA, 0",
    "cuda:7, CUDA, 7",
    "cuda:127, CUDA, 127"
  })
  void aDeviceIsReadFromItsSpelling(String spelling, Device.Kind kind, int index) {
    assertEquals(new Device(kind, index), Device.parse(spelling));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " cpu",
        "CPU",
        "gpu",
        "cuda:",
        "cuda:-1",
        "cuda:a",
        "cuda:0,1",
        "cuda:1000",
        "cuda:٣",
        "cpu:0",
        "auto:0",
        "cuda :0",
        "cuda:0\n"
      })
  void anythingElseIsNoDevice(String spelling) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Device.parse(spelling));
    assertEquals(
        "'" + spelling + "' is no device; devices are auto, cpu, cuda and cuda:N",
        thrown.getMessage());
  }

  @Test
  void noDeviceHasANegativeIndex() {
    assertThrows(IllegalArgumentException.class, () -> new Device(Device.Kind.CUDA, -1));
  }
}

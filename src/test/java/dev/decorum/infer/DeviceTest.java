package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cuda | 0 | cuda:0",
        "cuda:0 | 0 | cuda:0",
        "cuda:7 | 7 | cuda:7",
        "cuda:127 | 127 | cuda:127",
        "cuda:0,1 | 0 1 | cuda:0,1",
        "cuda:3,0,12 | 3 0 12 | cuda:3,0,12",
        "cuda:007 | 7 | cuda:7"
      })
  void cudaDevicesAreReadInTheirOrder(String spelling, String indices, String name) {
    Device device = Device.parse(spelling);
    assertEquals(Device.Kind.CUDA, device.kind());
    assertEquals(
        List.of(indices.split(" ", -1)), device.indices().stream().map(String::valueOf).toList());
    assertEquals(name, device.toString());
    assertEquals(device, Device.parse(name));
  }

  @Test
  void theOthersHaveNoIndex() {
    assertEquals(Device.CPU, Device.parse("cpu"));
    assertEquals(new Device(Device.Kind.AUTO, List.of()), Device.parse("auto"));
    assertEquals("cpu", Device.CPU.toString());
    assertEquals("auto", Device.parse("auto").toString());
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
        "cuda:0,",
        "cuda:,0",
        "cuda:0,,1",
        "cuda:0, 1",
        "cuda:0;1",
        "cuda:0-1",
        "cuda:0,cuda:1",
        "cuda:0:1",
        "cuda:1000",
        "cuda:0,1000",
        "cuda:٣",
        "cpu:0",
        "cpu,cuda",
        "auto:0",
        "cuda :0",
        "cuda:0\n"
      })
  void anythingElseIsNoDevice(String spelling) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Device.parse(spelling));
    assertEquals(
        "'" + spelling + "' is not a device; devices are auto, cpu, cuda, cuda:N and cuda:N,M,...",
        thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"cuda:0,0 | 0", "cuda:1,2,1 | 1", "cuda:0,00 | 0", "cuda:2,02,1 | 2"})
  void noDeviceIsNamedTwice(String spelling, int index) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Device.parse(spelling));
    assertEquals(
        "'" + spelling + "' names the device " + index + " more than once", thrown.getMessage());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Device.cuda(-1));
    assertThrows(IllegalArgumentException.class, () -> new Device(Device.Kind.CUDA, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Device(Device.Kind.CUDA, List.of(1, 1)));
    assertThrows(IllegalArgumentException.class, () -> new Device(Device.Kind.CPU, List.of(0)));
  }
}

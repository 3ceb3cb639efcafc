package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeVersionsTest {

  @Test
  void theyAreThoseOfTheLibrariesThatAreThere() {
    Map<String, String> versions = RuntimeVersions.all();
    assertEquals(
        ai.onnxruntime.OrtEnvironment.class.getPackage().getImplementationVersion(),
        versions.get("onnxruntime"));
    assertEquals(ai.djl.Model.class.getPackage().getSpecificationVersion(), versions.get("djl"));
    assertEquals(System.getProperty("java.version"), versions.get("java"));
  }
}

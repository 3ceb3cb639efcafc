package dev.decorum.infer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The versions of the libraries that compute, found without loading them. */
public final class RuntimeVersions {
  private RuntimeVersions() {}

  /** Versions by library: {@code onnxruntime}, {@code djl}, {@code java}. */
  public static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("onnxruntime", versionOf(ai.onnxruntime.OrtEnvironment.class));
    versions.put("djl", versionOf(ai.djl.Model.class));
    versions.put("java", System.getProperty("java.version", "unknown"));
    return versions;
  }

  private static String versionOf(Class<?> type) {
    Package library = type.getPackage();
    String version = library.getImplementationVersion();
    if (version == null) {
      version = library.getSpecificationVersion();
    }
    return version == null ? "unknown" : version;
  }
}

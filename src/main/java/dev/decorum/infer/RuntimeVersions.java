package dev.decorum.infer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The versions of the libraries that compute, found without loading them. */
public final class RuntimeVersions {
  private static final String FILE = "versions.properties";

  private RuntimeVersions() {}

  /** Versions by library: {@code onnxruntime}, {@code djl}, {@code java}. */
  public static Map<String, String> all() {
    Properties built = new Properties();
    try (InputStream in = RuntimeVersions.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from this build of Decorum");
      }
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    for (String library : new String[] {"onnxruntime", "djl"}) {
      versions.put(library, built.getProperty(library, "unknown"));
    }
    versions.put("java", System.getProperty("java.version", "unknown"));
    return versions;
  }
}

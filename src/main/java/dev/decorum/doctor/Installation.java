package dev.decorum.doctor;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The program's own files and its Java.
 *
 * @param lib the folder of its jars; null where it does not run from one
 */
record Installation(@Nullable Path lib) {

  static Installation ofThisProgram() {
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    try {
      Path place = source == null ? null : new File(source.getLocation().toURI()).toPath();
      return new Installation(
          place != null && Files.isRegularFile(place) ? place.toAbsolutePath().getParent() : null);
    } catch (URISyntaxException e) {
      return new Installation(null);
    }
  }

  Symptom program(String version) {
    if (lib == null) {
      return Symptom.ok("Decorum", version + ", run from its classes");
    }
    String text = version + ", in " + lib;
    if (System.getProperty("decorum.terminal.stderr") == null) {
      return Symptom.note(
          "Decorum",
          text + ", started without its launcher, which prepares fast starts and finds GPUs",
          "start bin/decorum");
    }
    return Symptom.ok("Decorum", text);
  }

  Symptom java() {
    Path home = Path.of(System.getProperty("java.home", ""));
    Path parent = lib == null ? null : lib.getParent();
    boolean isBundled = parent != null && home.startsWith(parent);
    return Symptom.ok(
        "Java",
        System.getProperty("java.version")
            + " ("
            + System.getProperty("java.vendor")
            + "), "
            + (isBundled ? "which comes with Decorum" : "in " + home));
  }

  /** Whether there is a folder with ONNX Runtime for GPUs. */
  boolean hasCuda() {
    return lib != null && Files.isDirectory(lib.resolve("cuda"));
  }

  Symptom training() {
    return lib != null && holds(lib.resolve("training"), "pytorch-*.jar")
        ? Symptom.ok("training", "PyTorch's libraries are in " + lib.resolve("training"))
        : Symptom.ok("training", "decorum train is not installed; nothing else needs it");
  }

  private static boolean holds(Path folder, String pattern) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}

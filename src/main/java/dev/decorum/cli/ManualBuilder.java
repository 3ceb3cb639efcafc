package dev.decorum.cli;

import dev.decorum.infer.RuntimeVersions;
import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the manual, while Decorum is built. */
public final class ManualBuilder {
  private ManualBuilder() {}

  /**
   * Writes the manual.
   *
   * @param arguments the version of the program, the folder of its classes, and a folder for man
   *     pages, completions and the reference
   */
  public static void main(String[] arguments) throws Exception {
    String version = arguments[0];
    List<Page> pages = CommandPages.of(Decorum.wholeModel());
    Map<String, String> libraries = RuntimeVersions.all();
    Manual.writeResources(
        pages,
        "decorum "
            + version
            + "\nonnxruntime "
            + libraries.get("onnxruntime")
            + ", djl "
            + libraries.get("djl"),
        Path.of(arguments[1]));
    Manual.writeFiles(pages, version, Path.of(arguments[2]));
  }
}

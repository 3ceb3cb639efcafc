package dev.decorum.model;

import dev.decorum.model.tensors.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The weights of a bundle. */
public sealed interface Weights {

  /** The names of the files, relative to the folder. */
  List<String> names();

  /** The weights of a Hugging Face folder, over which the graph is built. */
  record Tensors(Checkpoint checkpoint) implements Weights {
    public Tensors {
      Objects.requireNonNull(checkpoint);
    }

    @Override
    public List<String> names() {
      return checkpoint.names();
    }
  }

  /**
   * A complete graph that was exported by another program, such as Optimum.
   *
   * @param name the name of the file, relative to the folder
   * @param file its real path
   */
  record ExportedOnnx(String name, Path file) implements Weights {
    public ExportedOnnx {
      Objects.requireNonNull(name);
      Objects.requireNonNull(file);
    }

    @Override
    public List<String> names() {
      return List.of(name);
    }
  }
}

package dev.decorum.model;

import dev.decorum.model.tensors.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What a bundle computes with. */
public sealed interface Weights {

  /** The names of the files, relative to the folder. */
  List<String> names();

  /** The weights of a Hugging Face folder; the graph is built over them. */
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
   * A whole graph that was exported elsewhere, such as by Optimum.
   *
   * @param name the file's, relative to the folder
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

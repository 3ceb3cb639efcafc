package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.PickleBytes;
import dev.decorum.model.tensors.TensorEntry;
import dev.decorum.model.tensors.TorchZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders whose weights are in {@code pytorch_model.bin}. */
class PickledWeightsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FIRST = "pytorch_model-00001-of-00002.bin";
  private static final String SECOND = "pytorch_model-00002-of-00002.bin";

  @TempDir Path temp;

  private static List<TensorEntry> weights() {
    ModelFolder base = ModelFolder.open(Checkpoints.folder("base"));
    return List.copyOf(Checkpoint.open(base, Checkpoint.SINGLE, "transformer.").tensors());
  }

  private static List<Long> strides(List<Long> shape) {
    List<Long> strides = new ArrayList<>(shape);
    long step = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.set(i, step);
      step *= shape.get(i);
    }
    return strides;
  }

  private static void write(Path file, List<TensorEntry> tensors) throws IOException {
    PickleBytes pickle = PickleBytes.protocol(2).op("}");
    for (int i = 0; i < tensors.size(); i++) {
      TensorEntry tensor = tensors.get(i);
      long count = tensor.length() / tensor.type().bytes();
      pickle
          .text(tensor.name())
          .tensor(
              "FloatStorage",
              Integer.toString(i),
              count,
              0,
              tensor.shape(),
              strides(tensor.shape()))
          .op("s");
    }
    try (TorchZip zip = TorchZip.of(file, pickle.end())) {
      for (int i = 0; i < tensors.size(); i++) {
        zip.storage(Integer.toString(i), tensors.get(i).read());
      }
    }
  }

  private Path folder() throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Files.delete(folder.resolve("model.safetensors"));
    return folder;
  }

  /** Two files and an index, which may place a tensor in the wrong one. */
  private Path sharded() throws IOException {
    Path folder = folder();
    List<TensorEntry> tensors = weights();
    int half = tensors.size() / 2;
    write(folder.resolve(FIRST), tensors.subList(0, half));
    write(folder.resolve(SECOND), tensors.subList(half, tensors.size()));
    ObjectNode index = MAPPER.createObjectNode();
    ObjectNode map = index.putObject("weight_map");
    for (int i = 0; i < tensors.size(); i++) {
      map.put(tensors.get(i).name(), i < half ? FIRST : SECOND);
    }
    Files.write(folder.resolve(Checkpoint.PICKLED_INDEX), MAPPER.writeValueAsBytes(index));
    return folder;
  }

  private static void assertSame(ModelBundle bundle) {
    ModelBundle base = ModelBundle.open(Checkpoints.folder("base"));
    assertEquals(base.checkpoint().tensors().size(), bundle.checkpoint().tensors().size());
    for (TensorEntry expected : base.checkpoint().tensors()) {
      String name = expected.name().replaceFirst("^transformer\\.", "");
      TensorEntry found = bundle.checkpoint().tensor(name).orElseThrow();
      assertEquals(expected.shape(), found.shape());
      assertArrayEquals(expected.read(), found.read(), name);
    }
  }

  @Test
  void oneFileIsRead() throws IOException {
    Path folder = folder();
    write(folder.resolve(Checkpoint.PICKLED), weights());
    ModelBundle bundle = ModelBundle.open(folder);
    assertSame(bundle);
    assertEquals(
        Set.of("config.json", "pytorch_model.bin", "tokenizer.json", "tokenizer_config.json"),
        bundle.checksums().keySet());
  }

  @Test
  void shardsAreRead() throws IOException {
    ModelBundle bundle = ModelBundle.open(sharded());
    assertSame(bundle);
    assertTrue(
        bundle.checksums().keySet().containsAll(Set.of(Checkpoint.PICKLED_INDEX, FIRST, SECOND)));
  }

  @Test
  void theIndexHasToBeRight() throws IOException {
    Path folder = sharded();
    String last = weights().get(weights().size() - 1).name();
    Checkpoints.edit(
        folder.resolve(Checkpoint.PICKLED_INDEX),
        json -> ((ObjectNode) json.get("weight_map")).put(last, FIRST));
    refusal(folder, "pytorch_model.bin.index.json: tensor " + last + " is not in " + FIRST);
    Checkpoints.edit(
        folder.resolve(Checkpoint.PICKLED_INDEX),
        json -> ((ObjectNode) json.get("weight_map")).put(last, "../" + FIRST));
    refusal(folder, "names a file outside the model folder");
  }

  private static void refusal(Path folder, String reason) {
    ModelException e = assertThrows(ModelException.class, () -> ModelBundle.open(folder));
    assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
  }

  @Test
  void besideSafetensorsItIsNotOpened() throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    Files.write(
        folder.resolve(Checkpoint.PICKLED),
        PickleBytes.protocol(2).global("posix", "system").op("(").text("true").op("tR").end());
    assertSame(ModelBundle.open(folder));
    Files.writeString(folder.resolve("decorum.json"), "{\"weights\": \"pytorch_model.bin\"}");
    refusal(folder, "pytorch_model.bin: calls posix.system when Python loads it");
  }

  @Test
  void settingsMayNameIt() throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    write(folder.resolve(Checkpoint.PICKLED), weights());
    assertEquals(List.of("model.safetensors"), ModelBundle.open(folder).weights().names());
    Files.writeString(folder.resolve("decorum.json"), "{\"weights\": \"pytorch_model.bin\"}");
    assertEquals(List.of("pytorch_model.bin"), ModelBundle.open(folder).weights().names());
  }

  @Test
  void partsWithoutTheirIndexAreNotTakenForTheWhole() throws IOException {
    Path folder = sharded();
    Files.delete(folder.resolve(Checkpoint.PICKLED_INDEX));
    refusal(
        folder,
        "there are parts of the weights, "
            + FIRST
            + ", "
            + SECOND
            + ", but not pytorch_model.bin.index.json, which says what is in them");
  }
}

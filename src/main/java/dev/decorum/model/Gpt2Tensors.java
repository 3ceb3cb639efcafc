package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.TensorEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors that a GPT-2 classifier consists of, and the check that a checkpoint has them. */
final class Gpt2Tensors {
  private Gpt2Tensors() {}

  /** Names without prefix, with shapes. {@code Conv1D} products are stored [in, out]. */
  static Map<String, List<Long>> shapes(Gpt2Config config) {
    long width = config.width();
    long inner = config.innerWidth();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put("wte.weight", List.of((long) config.vocabularySize(), width));
    shapes.put("wpe.weight", List.of((long) config.positions(), width));
    for (int layer = 0; layer < config.layers(); layer++) {
      String block = "h." + layer + ".";
      norm(shapes, block + "ln_1", width);
      product(shapes, block + "attn.c_attn", width, 3 * width);
      product(shapes, block + "attn.c_proj", width, width);
      norm(shapes, block + "ln_2", width);
      product(shapes, block + "mlp.c_fc", width, inner);
      product(shapes, block + "mlp.c_proj", inner, width);
    }
    norm(shapes, "ln_f", width);
    shapes.put("score.weight", List.of(2L, width));
    return shapes;
  }

  private static void norm(Map<String, List<Long>> shapes, String name, long width) {
    shapes.put(name + ".weight", List.of(width));
    shapes.put(name + ".bias", List.of(width));
  }

  private static void product(Map<String, List<Long>> shapes, String name, long in, long out) {
    shapes.put(name + ".weight", List.of(in, out));
    shapes.put(name + ".bias", List.of(out));
  }

  /**
   * Checks that every tensor is there, of the right shape and of a type that can be computed with.
   *
   * @return notes about tensors that are there besides
   */
  static List<String> check(String folder, Gpt2Config config, Checkpoint checkpoint) {
    Map<String, List<Long>> shapes = shapes(config);
    if (checkpoint.tensor("score.weight").isEmpty()) {
      throw new ModelException(
          folder
              + ": the checkpoint has no tensor score.weight, the head that classifies; a plain"
              + " GPT-2 language model is no reward model");
    }
    for (Map.Entry<String, List<Long>> expected : shapes.entrySet()) {
      String name = expected.getKey();
      TensorEntry tensor =
          checkpoint
              .tensor(name)
              .orElseThrow(
                  () ->
                      new ModelException(
                          folder
                              + ": the checkpoint has no tensor transformer."
                              + name
                              + ", expected with shape "
                              + expected.getValue()
                              + quantizedHint(checkpoint, name)));
      if (!tensor.shape().equals(expected.getValue())) {
        throw new ModelException(
            tensor.file()
                + ": tensor "
                + tensor.name()
                + " has shape "
                + tensor.shape()
                + ", but config.json makes it "
                + expected.getValue());
      }
      if (!tensor.type().isWeight()) {
        throw new ModelException(
            tensor.file()
                + ": tensor "
                + tensor.name()
                + " has dtype "
                + tensor.type()
                + "; weights must be F32, F16 or BF16 (quantized checkpoints cannot be read)");
      }
    }
    List<String> unexpected = checkpoint.unexpected(shapes.keySet());
    List<String> notes = new ArrayList<>();
    if (!unexpected.isEmpty()) {
      notes.add(
          "tensors that a GPT-2 classifier has no use for were ignored: "
              + String.join(", ", unexpected.subList(0, Math.min(5, unexpected.size())))
              + (unexpected.size() > 5 ? " and " + (unexpected.size() - 5) + " more" : ""));
    }
    return notes;
  }

  private static String quantizedHint(Checkpoint checkpoint, String name) {
    String base = name.substring(0, name.lastIndexOf('.') + 1);
    return checkpoint.tensor(base + "qweight").isPresent()
        ? " (it has " + base + "qweight: a GPTQ or AWQ checkpoint, take the original)"
        : "";
  }
}

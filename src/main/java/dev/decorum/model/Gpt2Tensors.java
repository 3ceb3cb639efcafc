package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.FiniteNumbers;
import dev.decorum.model.tensors.TensorEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The tensors of a GPT-2 classifier, and checks that a checkpoint has them. */
final class Gpt2Tensors {
  /** The prefix of the names of all tensors but those of the classifier. */
  static final String PREFIX = "transformer.";

  /** Causal masks, which old versions of Hugging Face saved; they are not weights. */
  private static final Pattern BUFFER = Pattern.compile("h\\.\\d+\\.attn\\.(bias|masked_bias)");

  /** Parts of names that PEFT gives. */
  private static final Pattern ADAPTER =
      Pattern.compile(
          "lora_|\\bmodules_to_save\\b|\\bbase_layer\\b|\\boriginal_module\\b|\\bbase_model\\b");

  private Gpt2Tensors() {}

  /**
   * The shapes of the tensors by name without prefix. {@code Conv1D} products are stored as [in,
   * out].
   */
  static Map<String, List<Long>> shapes(Gpt2Config config, int outputs) {
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
      for (String learned : config.activation().tensors()) {
        shapes.put(block + "mlp.act." + learned, List.of(1L));
      }
    }
    norm(shapes, "ln_f", width);
    shapes.put("score.weight", List.of((long) outputs, width));
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

  private static void refuseAdapters(String folder, Checkpoint checkpoint) {
    for (TensorEntry tensor : checkpoint.tensors()) {
      if (ADAPTER.matcher(tensor.name()).find()) {
        throw new ModelException(
            folder
                + ": the tensor "
                + tensor.name()
                + " was wrapped by PEFT: an adapter (LoRA) or a head that was trained beside one;"
                + " merge it with merge_and_unload() and save that");
      }
    }
  }

  private static void refuseOtherHeads(String folder, Checkpoint checkpoint) {
    if (checkpoint.tensor("score.weight").isPresent()) {
      return;
    }
    String instead =
        "it is a language model, which cannot judge (decorum train -m makes a judge of it)";
    for (TensorEntry tensor : checkpoint.tensors()) {
      if (tensor.name().contains("v_head.")) {
        instead = "it has " + tensor.name() + ", a value head for reinforcement learning";
      } else if (tensor.name().contains("classifier.")) {
        instead = "it has " + tensor.name() + ", a classifier head of another architecture";
      }
    }
    throw new ModelException(
        folder
            + ": the checkpoint has no tensor score.weight, the head of a"
            + " GPT2ForSequenceClassification; "
            + instead);
  }

  /**
   * Checks that every tensor exists and has the right shape and a supported type.
   *
   * @param notices receives remarks on tensors that change scores where they are used
   * @param notes receives remarks on additional tensors
   */
  static void check(
      String folder,
      Gpt2Config config,
      int outputs,
      Checkpoint checkpoint,
      List<String> notices,
      List<String> notes) {
    Map<String, List<Long>> shapes = shapes(config, outputs);
    refuseAdapters(folder, checkpoint);
    refuseOtherHeads(folder, checkpoint);
    checkShapes(folder, shapes, checkpoint);
    List<String> unexpected = unexpected(shapes, checkpoint);
    if (unexpected.remove("score.bias")) {
      notices.add(
          "the tensor score.bias was ignored, as Hugging Face does: the head of a"
              + " GPT2ForSequenceClassification has none");
    }
    noteUnexpected(unexpected, notes);
  }

  /** The same for a checkpoint whose head, if it has one, is not used. */
  static void checkBody(
      String folder, Gpt2Config config, Checkpoint checkpoint, List<String> notes) {
    Map<String, List<Long>> shapes = shapes(config, 1);
    shapes.keySet().removeIf(name -> name.startsWith(Network.HEAD));
    refuseAdapters(folder, checkpoint);
    checkShapes(folder, shapes, checkpoint);
    List<String> unexpected = unexpected(shapes, checkpoint);
    unexpected.removeIf(name -> name.startsWith(Network.HEAD) || name.equals("lm_head.weight"));
    noteUnexpected(unexpected, notes);
  }

  private static List<String> unexpected(Map<String, List<Long>> shapes, Checkpoint checkpoint) {
    List<String> unexpected = new ArrayList<>(checkpoint.unexpected(shapes.keySet()));
    unexpected.removeIf(name -> BUFFER.matcher(name).matches());
    return unexpected;
  }

  private static void noteUnexpected(List<String> unexpected, List<String> notes) {
    if (!unexpected.isEmpty()) {
      notes.add(
          "tensors that a GPT-2 classifier has no use for were ignored: "
              + String.join(", ", unexpected.subList(0, Math.min(5, unexpected.size())))
              + (unexpected.size() > 5 ? " and " + (unexpected.size() - 5) + " more" : ""));
    }
  }

  private static void checkShapes(
      String folder, Map<String, List<Long>> shapes, Checkpoint checkpoint) {
    for (Map.Entry<String, List<Long>> expected : shapes.entrySet()) {
      String name = expected.getKey();
      TensorEntry tensor =
          checkpoint
              .tensor(name)
              .orElseThrow(
                  () ->
                      new ModelException(
                          folder
                              + ": the checkpoint has no tensor "
                              + PREFIX
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
                + ", but config.json requires "
                + expected.getValue());
      }
      if (!tensor.type().isWeight()) {
        throw new ModelException(
            tensor.file()
                + ": tensor "
                + tensor.name()
                + " has dtype "
                + tensor.type()
                + "; weights must be F32, F16, BF16 or F64 (quantized checkpoints cannot be read)");
      }
    }
  }

  /**
   * Reads every weight.
   *
   * @throws ModelException if a weight is infinite or not a number
   */
  static void checkNumbers(Gpt2Config config, Checkpoint checkpoint) {
    FiniteNumbers numbers = new FiniteNumbers();
    for (String name : shapes(config, 1).keySet()) {
      checkpoint.tensor(name).ifPresent(numbers::require);
    }
  }

  private static String quantizedHint(Checkpoint checkpoint, String name) {
    String base = name.substring(0, name.lastIndexOf('.') + 1);
    return checkpoint.tensor(base + "qweight").isPresent()
        ? " (it has " + base + "qweight: a GPTQ or AWQ checkpoint, take the original)"
        : "";
  }
}

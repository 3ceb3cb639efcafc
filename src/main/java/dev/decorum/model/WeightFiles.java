package dev.decorum.model;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tensors.Checkpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the weights in a model's folder. */
final class WeightFiles {

  /** Checkpoints in the order of preference. */
  private static final List<String> CHECKPOINTS =
      List.of(Checkpoint.SINGLE, Checkpoint.INDEX, Checkpoint.PICKLED, Checkpoint.PICKLED_INDEX);

  /** Exported graphs in the order of preference, the exact one first. */
  private static final List<String> EXPORTED =
      List.of(
          "model.onnx",
          "onnx/model.onnx",
          "model_quantized.onnx",
          "onnx/model_quantized.onnx",
          "model_int8.onnx",
          "onnx/model_int8.onnx");

  private WeightFiles() {}

  /**
   * Finds the weights.
   *
   * @param pinned the file that {@code decorum.json} names; null for the best that there is
   * @param prefix of the names of tensors outside of the head
   * @throws ModelException if there are none that can be used
   */
  static Weights find(ModelFolder folder, @Nullable String pinned, String prefix) {
    if (pinned != null) {
      if (pinned.endsWith(".onnx")) {
        return new Weights.ExportedOnnx(pinned, folder.file(pinned));
      }
      if (!CHECKPOINTS.contains(pinned)) {
        throw new ModelException(
            folder.path().resolve(ModelSettings.FILE)
                + ": weights must be "
                + String.join(", ", CHECKPOINTS)
                + " or an .onnx file, but is \""
                + pinned
                + "\"");
      }
      return new Weights.Tensors(Checkpoint.open(folder, pinned, prefix));
    }
    for (String name : CHECKPOINTS) {
      if (folder.has(name)) {
        return new Weights.Tensors(Checkpoint.open(folder, name, prefix));
      }
    }
    for (String name : EXPORTED) {
      if (folder.has(name)) {
        return new Weights.ExportedOnnx(name, folder.file(name));
      }
    }
    throw none(folder);
  }

  private static ModelException none(ModelFolder folder) {
    for (String single : List.of(Checkpoint.SINGLE, Checkpoint.PICKLED)) {
      int dot = single.lastIndexOf('.');
      List<String> parts =
          folder.namesEndingIn(single.substring(dot)).stream()
              .filter(name -> name.startsWith(single.substring(0, dot) + "-0"))
              .toList();
      if (!parts.isEmpty()) {
        return new ModelException(
            folder.path()
                + ": there are parts of the weights, "
                + String.join(", ", parts)
                + ", but not "
                + single
                + ".index.json, which says what is in them");
      }
    }
    List<String> pickled = folder.namesEndingIn(".bin", ".ckpt", ".pt", ".pth", ".pkl");
    if (!pickled.isEmpty()) {
      return new ModelException(
          folder.path()
              + ": only "
              + String.join(", ", pickled)
              + ", a Python pickle, which runs code when it is loaded; convert it elsewhere with"
              + " AutoModelForSequenceClassification.from_pretrained(DIR).save_pretrained(DIR,"
              + " safe_serialization=True)");
    }
    List<String> other = folder.namesEndingIn(".h5", ".msgpack", ".gguf", ".onnx");
    return new ModelException(
        folder.path()
            + ": no weights: neither model.safetensors, pytorch_model.bin, an index of either, nor"
            + " model.onnx"
            + (other.isEmpty() ? "" : " (" + String.join(", ", other) + " cannot be used)")
            + unfinished(folder));
  }

  /** A remark if the download of the model has not been completed; empty otherwise. */
  static String unfinished(ModelFolder folder) {
    return folder
        .unfinishedDownload()
        .map(
            part ->
                "; its download is not complete ("
                    + part.getFileName()
                    + " is what there is so far): run the download again")
        .orElse("");
  }
}

package dev.decorum.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which files of a repository Decorum needs, by their paths. Nothing else is ever fetched. */
final class ModelFiles {
  static final String CONFIG = "config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A shard's name: no folder, nothing hidden, nothing that climbs. */
  private static final Pattern SHARD =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]|\\.(?!\\.)){0,200}\\.(?:safetensors|bin)");

  /** Everything but weights. Only the configuration must be there. */
  static final List<String> SMALL =
      List.of(
          CONFIG,
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "decorum.json",
          "README.md");

  /** The forms of weights, the best first. Only one of them is fetched. */
  enum Form {
    SAFETENSORS("safetensors", "model.safetensors"),
    SAFETENSORS_SHARDS("safetensors", "model.safetensors.index.json"),
    PYTORCH("PyTorch", "pytorch_model.bin"),
    PYTORCH_SHARDS("PyTorch", "pytorch_model.bin.index.json"),
    ONNX("ONNX", "model.onnx"),
    ONNX_FOLDER("ONNX", "onnx/model.onnx");

    private final String label;
    private final String file;

    Form(String label, String file) {
      this.label = label;
      this.file = file;
    }

    /** What people call it. */
    String label() {
      return label;
    }

    /** The file that shows that weights are there in this form. */
    String file() {
      return file;
    }

    /** Whether the file only lists others. */
    boolean isIndex() {
      return file.endsWith(".index.json");
    }

    /** Files beside the first that hold a part of the weights if they are there. */
    List<String> beside() {
      return label.equals("ONNX") ? List.of(file + "_data", file + ".data") : List.of();
    }
  }

  /** Endings of files that hold weights of some kind, for people to see what there is instead. */
  private static final List<String> OTHER_WEIGHTS =
      List.of(
          ".safetensors",
          ".bin",
          ".onnx",
          ".gguf",
          ".ggml",
          ".h5",
          ".msgpack",
          ".ot",
          ".pt",
          ".pth",
          ".ckpt",
          ".tflite",
          ".mlmodel",
          "adapter_config.json");

  private ModelFiles() {}

  /** Whether a file, by its path, is made of weights. */
  static boolean looksLikeWeights(String path) {
    return OTHER_WEIGHTS.stream().anyMatch(path::endsWith);
  }

  /**
   * The names of the files that an index of weights lists, sorted.
   *
   * @return empty if it is not such an index, or lists a name that no shard can have
   */
  static Optional<List<String>> shards(byte[] index) {
    TreeSet<String> names = new TreeSet<>();
    try {
      JsonNode map = JSON.readTree(index).path("weight_map");
      for (JsonNode name : map) {
        if (!name.isTextual() || !SHARD.matcher(name.textValue()).matches()) {
          return Optional.empty();
        }
        names.add(name.textValue());
      }
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(names));
  }
}

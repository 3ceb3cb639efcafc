package dev.decorum.model;

import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.util.Map;
import java.util.function.Function;

/** The architectures that can be read, each with the {@code model_type} of its config.json. */
final class Architectures {
  private static final Map<String, Function<JsonFields, Network>> READERS =
      Map.of(Gpt2Config.MODEL_TYPE, Gpt2Network::read);

  private Architectures() {}

  /**
   * The network that {@code config.json} describes.
   *
   * @throws ModelException if the architecture is unknown or the network cannot be computed
   */
  static Network read(JsonFields config) {
    Function<JsonFields, Network> reader = reader(config);
    refuseOtherWeights(config);
    return reader.apply(config);
  }

  private static Function<JsonFields, Network> reader(JsonFields config) {
    String type = config.text("model_type");
    Function<JsonFields, Network> reader = type == null ? null : READERS.get(type);
    if (reader == null) {
      throw new ModelException(
          config.where()
              + ": model_type is "
              + (type == null ? "missing" : "\"" + type + "\"")
              + "; Decorum reads gpt2 with a sequence classification head ("
              + Gpt2Network.ARCHITECTURE
              + ")");
    }
    return reader;
  }

  /** Refuses settings by which the weights are not those of the architecture. */
  private static void refuseOtherWeights(JsonFields config) {
    if (config.has("quantization_config")) {
      throw new ModelException(
          config.where()
              + ": quantization_config: this checkpoint is quantized; take the original with"
              + " float32, float16 or bfloat16 weights");
    }
    if (config.has("transformers_weights")
        && !"model.safetensors".equals(config.text("transformers_weights"))) {
      throw new ModelException(
          config.where()
              + ": transformers_weights names other weights than model.safetensors, which Decorum"
              + " cannot follow; rename the file and take the setting out");
    }
  }
}

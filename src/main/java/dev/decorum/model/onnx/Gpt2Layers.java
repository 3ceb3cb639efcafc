package dev.decorum.model.onnx;

import dev.decorum.model.Gpt2Config;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear layers of a GPT-2 and their inputs. Queries, keys and values are side by side in one
 * matrix.
 *
 * @param config its shape
 */
record Gpt2Layers(Gpt2Config config) {

  LinearLayer query(int block) {
    return attention(block, "query", 0);
  }

  LinearLayer key(int block) {
    return attention(block, "key", 1);
  }

  LinearLayer value(int block) {
    return attention(block, "value", 2);
  }

  private LinearLayer attention(int block, String name, int index) {
    int width = config.width();
    String attention = "h." + block + ".attn.";
    return new LinearLayer(
        attention + name, attention + "c_attn", width, width, index * width, 3 * width);
  }

  LinearLayer attentionOutput(int block) {
    return LinearLayer.alone("h." + block + ".attn.c_proj", config.width(), config.width());
  }

  LinearLayer inner(int block) {
    return LinearLayer.alone("h." + block + ".mlp.c_fc", config.width(), config.innerWidth());
  }

  LinearLayer outer(int block) {
    return LinearLayer.alone("h." + block + ".mlp.c_proj", config.innerWidth(), config.width());
  }

  /** All layers, with the other tensors. */
  NetworkLayers all() {
    List<LayerInput> inputs = new ArrayList<>();
    List<String> vectors = new ArrayList<>();
    int last = config.layers() - 1;
    for (int block = 0; block <= last; block++) {
      String name = "h." + block + ".";
      // After its keys and values, the last block computes only the tokens that are classified.
      boolean ofAll = block < last;
      LinearLayer key = key(block);
      LinearLayer value = value(block);
      LinearLayer output = attentionOutput(block);
      LinearLayer inner = inner(block);
      LinearLayer outer = outer(block);
      inputs.add(
          new LayerInput(
              List.of(query(block), key, value), key, new LayerInput.Source.Norm(name + "ln_1")));
      inputs.add(
          new LayerInput(
              List.of(output), ofAll ? output : null, new LayerInput.Source.Attention(value)));
      inputs.add(
          new LayerInput(
              List.of(inner), ofAll ? inner : null, new LayerInput.Source.Norm(name + "ln_2")));
      inputs.add(
          new LayerInput(List.of(outer), ofAll ? outer : null, new LayerInput.Source.Activation()));
      for (String learned : config.activation().tensors()) {
        vectors.add(name + "mlp.act." + learned);
      }
    }
    vectors.addAll(List.of("ln_f.weight", "ln_f.bias", "score.weight", "wpe.weight"));
    return new NetworkLayers(inputs, vectors, List.of("wte.weight"));
  }
}

package dev.decorum.model.onnx;

import dev.decorum.model.Gpt2Config;
import java.util.ArrayList;
import java.util.List;

/**
 * One linear layer of a transformer block.
 *
 * @param block the block, from 0
 * @param kind which of its layers
 */
public record LinearLayer(int block, Kind kind) {

  /** The linear layers of a block. */
  public enum Kind {
    QUERY("attn.c_attn", "attn.query"),
    KEY("attn.c_attn", "attn.key"),
    VALUE("attn.c_attn", "attn.value"),
    ATTENTION_OUTPUT("attn.c_proj", "attn.c_proj"),
    INNER("mlp.c_fc", "mlp.c_fc"),
    OUTER("mlp.c_proj", "mlp.c_proj");

    private final String stored;
    private final String own;

    Kind(String stored, String own) {
      this.stored = stored;
      this.own = own;
    }
  }

  /** Every linear layer of a network, block by block. */
  public static List<LinearLayer> of(Gpt2Config config) {
    List<LinearLayer> layers = new ArrayList<>();
    for (int block = 0; block < config.layers(); block++) {
      for (Kind kind : Kind.values()) {
        layers.add(new LinearLayer(block, kind));
      }
    }
    return layers;
  }

  /** The name of the tensors that hold it in a checkpoint, perhaps with others. */
  public String storedName() {
    return "h." + block + "." + kind.stored;
  }

  /** A name of its own. */
  public String name() {
    return "h." + block + "." + kind.own;
  }

  /** The output of an observed graph with the largest size of each input, {@code [inputs]}. */
  public String channelSizes() {
    return name() + ".channels";
  }

  /** The output of an observed graph with the largest size of each token's inputs. */
  public String tokenSizes() {
    return name() + ".tokens";
  }

  /** How many numbers come in. */
  public int inputs(Gpt2Config config) {
    return kind == Kind.OUTER ? config.innerWidth() : config.width();
  }

  /** How many numbers come out. */
  public int outputs(Gpt2Config config) {
    return kind == Kind.INNER ? config.innerWidth() : config.width();
  }

  /** The first of the stored tensors' columns that is its own. */
  public int firstColumn(Gpt2Config config) {
    return switch (kind) {
      case KEY -> config.width();
      case VALUE -> 2 * config.width();
      case QUERY, ATTENTION_OUTPUT, INNER, OUTER -> 0;
    };
  }

  /** Whether the stored tensors hold other layers besides. */
  public boolean isPart() {
    return kind == Kind.QUERY || kind == Kind.KEY || kind == Kind.VALUE;
  }
}

package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.tensors.Checkpoint;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The network of a {@code GPT2ForSequenceClassification}.
 *
 * @param config its shape
 */
public record Gpt2Network(Gpt2Config config) implements Network {
  static final String ARCHITECTURE = "GPT2ForSequenceClassification";

  public Gpt2Network {
    Objects.requireNonNull(config);
  }

  static Gpt2Network read(JsonFields config) {
    return new Gpt2Network(Gpt2Config.read(config));
  }

  @Override
  public String architecture() {
    return ARCHITECTURE;
  }

  @Override
  public String languageModel() {
    return "GPT2LMHeadModel";
  }

  @Override
  public String tensorPrefix() {
    return Gpt2Tensors.PREFIX;
  }

  @Override
  public int layers() {
    return config.layers();
  }

  @Override
  public int heads() {
    return config.heads();
  }

  @Override
  public int width() {
    return config.width();
  }

  @Override
  public int innerWidth() {
    return config.innerWidth();
  }

  @Override
  public int positions() {
    return config.positions();
  }

  @Override
  public int vocabularySize() {
    return config.vocabularySize();
  }

  @Override
  public long linearWeights() {
    long width = width();
    return layers() * width * (4 * width + 2L * innerWidth());
  }

  @Override
  public KeyValueShape keysAndValues() {
    return new KeyValueShape(layers(), heads(), config.headWidth());
  }

  @Override
  public Map<String, List<Long>> tensors(int outputs) {
    return Gpt2Tensors.shapes(config, outputs);
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "activation",
        config.activation().name().toLowerCase(Locale.ROOT)
            + ", layer norm epsilon "
            + config.layerNormEpsilon());
  }

  @Override
  public void check(
      String folder, int outputs, Checkpoint checkpoint, List<String> notices, List<String> notes) {
    Gpt2Tensors.check(folder, config, outputs, checkpoint, notices, notes);
  }

  @Override
  public void checkBody(String folder, Checkpoint checkpoint, List<String> notes) {
    Gpt2Tensors.checkBody(folder, config, checkpoint, notes);
  }

  @Override
  public void describe(ObjectNode node) {
    config.writeTo(node);
  }

  @Override
  public void checkNumbers(Checkpoint checkpoint) {
    Gpt2Tensors.checkNumbers(config, checkpoint);
  }
}

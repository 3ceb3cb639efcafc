package dev.decorum.cli;

import dev.decorum.failure.UsageException;
import dev.decorum.hub.ModelLocation;
import dev.decorum.run.ModelRequest;
import dev.decorum.run.StartRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags for what a training starts from. */
final class StartFlags {
  private static final int VOCABULARY = 8192;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "The model to train further: a Hugging Face folder of a GPT-2 classifier, or of a language"
            + " model such as gpt2, which gets a new head; or OWNER/NAME[@REVISION] of a model"
            + " fetched by 'decorum model pull'. Default: the bundled demo model."
      })
  private @Nullable ModelLocation model;

  @Mixin private LabelFlags labels = new LabelFlags();

  @Option(
      names = "--new-head",
      description = "Replace the head of a classifier by a new one of two labels.")
  private boolean newHead;

  @Option(
      names = "--from-scratch",
      description = "Start from random weights of the shape that the following options give.")
  private boolean fromScratch;

  @Option(
      names = "--n-layer",
      paramLabel = "N",
      description = "Blocks of a model from scratch (default: 12, as in GPT-2 small).")
  private @Nullable Integer layers;

  @Option(
      names = "--n-head",
      paramLabel = "N",
      description = "Attention heads of each block (default: 12).")
  private @Nullable Integer heads;

  @Option(
      names = "--n-embd",
      paramLabel = "N",
      description = "The length of a token's vector (default: 768).")
  private @Nullable Integer width;

  @Option(
      names = "--n-positions",
      paramLabel = "N",
      description = "The longest window in tokens (default: 1024).")
  private @Nullable Integer positions;

  @Option(
      names = "--tokenizer",
      paramLabel = "FOLDER",
      description =
          "The tokenizer of a model from scratch: a folder with tokenizer.json, or with vocab.json"
              + " and merges.txt (default: byte-level BPE made from the input).")
  private @Nullable Path tokenizer;

  @Option(
      names = "--vocab-size",
      paramLabel = "N",
      description = "The tokens of a tokenizer that is made from the input (default: 8192).")
  private @Nullable Integer vocabularySize;

  StartRequest request() {
    Map<String, Integer> shape = new LinkedHashMap<>();
    put(shape, "n_layer", layers);
    put(shape, "n_head", heads);
    put(shape, "n_embd", width);
    put(shape, "n_positions", positions);
    if (!fromScratch && !shape.isEmpty()) {
      throw new UsageException(
          "--" + shape.keySet().iterator().next().replace('_', '-') + " is for --from-scratch");
    }
    if (vocabularySize != null && (!fromScratch || tokenizer != null)) {
      throw new UsageException(
          "--vocab-size is for a tokenizer that is made: --from-scratch without --tokenizer");
    }
    return new StartRequest(
        new ModelRequest(model, labels.label()),
        newHead,
        fromScratch ? shape : null,
        tokenizer,
        vocabularySize == null ? VOCABULARY : vocabularySize);
  }

  private static void put(Map<String, Integer> shape, String name, @Nullable Integer value) {
    if (value != null) {
      shape.put(name, value);
    }
  }
}

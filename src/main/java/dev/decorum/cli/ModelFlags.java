package dev.decorum.cli;

import dev.decorum.hub.ModelLocation;
import dev.decorum.run.ModelRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flag that names the model. */
final class ModelFlags {

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "A downloaded Hugging Face folder of a GPT-2 classifier (config.json, model.safetensors,"
            + " tokenizer files), or one with model.onnx from Optimum; or OWNER/NAME[@REVISION]"
            + " of a model fetched by 'decorum model pull'. Default: the bundled demo model."
      })
  private @Nullable ModelLocation model;

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelRequest request() {
    return new ModelRequest(model, labels.label());
  }
}

package dev.decorum.cli;

import dev.decorum.model.ModelBundle;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model. */
final class ModelFlags {

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "A Hugging Face folder of a GPT-2 classifier as it was downloaded (config.json,"
            + " model.safetensors, tokenizer files), or one with model.onnx from Optimum; or"
            + " OWNER/NAME[@REVISION] of a model that 'decorum model pull' has fetched."
            + " Default: the bundled demo model."
      })
  private @Nullable ModelLocation model;

  @Mixin private LabelFlags labels = new LabelFlags();

  /** The folder that was named, if one was. */
  Optional<Path> folder() {
    return Optional.ofNullable(model).map(ModelLocation::folder);
  }

  /** Opens the model and announces on stderr what a user has to know of it. */
  ModelBundle open(Notices notices) {
    ModelBundle bundle = ModelLocation.open(model, labels.label());
    if (bundle.isDemo()) {
      notices.always(
          "bundled demo model, NOT the CHAI reward model; to get that one: decorum model pull "
              + ModelPullCommand.CHAI_MODEL);
    }
    String notice = bundle.settings().notice();
    if (notice != null && !bundle.isDemo()) {
      notices.note(notice);
    }
    bundle.notices().forEach(said -> notices.note(bundle.name() + ": " + said));
    bundle.notes().forEach(note -> notices.detail(bundle.name() + ": " + note));
    return bundle;
  }
}

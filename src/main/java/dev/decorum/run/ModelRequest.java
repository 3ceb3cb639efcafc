package dev.decorum.run;

import dev.decorum.hub.ModelLocation;
import dev.decorum.model.ModelBundle;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model of a run.
 *
 * @param location null for the bundled demo model
 * @param appropriateLabel the name or number of the label that means appropriate; null if
 *     unspecified
 */
public record ModelRequest(@Nullable ModelLocation location, @Nullable String appropriateLabel) {

  /** The hub's name for the model that Decorum was built for. */
  public static final String CHAI_MODEL = "Jellywibble/CHAI_alignment_reward_model";

  /** The folder of the model, unless it is the bundled one. */
  Optional<Path> folder() {
    return Optional.ofNullable(location).map(ModelLocation::folder);
  }

  /**
   * Opens the model.
   *
   * @throws dev.decorum.model.files.ModelException if there is no model, or it cannot be used
   */
  public ModelBundle open() {
    return location == null
        ? ModelBundle.demo(appropriateLabel)
        : ModelBundle.open(location.folder(), appropriateLabel);
  }

  /** Opens the model, and warns of anything people have to know about it. */
  ModelBundle open(RunListener listener) {
    ModelBundle bundle = open();
    if (bundle.isDemo()) {
      listener.warning("bundled demo model, NOT the CHAI reward model");
      listener.note("to get it: decorum model pull " + CHAI_MODEL);
    }
    String notice = bundle.settings().notice();
    if (notice != null && !bundle.isDemo()) {
      listener.note(notice);
    }
    bundle.notices().forEach(said -> listener.note(bundle.name() + ": " + said));
    bundle.notes().forEach(note -> listener.detail(bundle.name() + ": " + note));
    return bundle;
  }
}

package dev.decorum.run;

import dev.decorum.infer.Device;
import dev.decorum.model.Agreement;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.pipeline.Quantization;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.ModelDescription;
import java.util.List;
import java.util.Map;

/** What was understood of a model folder, and how well integer forms agree with it. */
public final class ModelInfo {
  private final ModelBundle bundle;
  private final Map<Precision, Agreement> agreements;

  /**
   * Opens a model as if to score with it.
   *
   * @throws dev.decorum.model.files.ModelException if that cannot be done
   */
  public ModelInfo(ModelRequest model) {
    this.bundle = model.open();
    // What could not be scored with is no model: the graph is opened and the weights are looked at.
    RewardModel.load(bundle, bundle.maxTokens(), Device.CPU).close();
    this.agreements = new Quantization(bundle).agreements();
  }

  /** For programs. */
  public String json() {
    return ModelDescription.json(bundle, agreements);
  }

  /** For people. */
  public List<String> lines() {
    return ModelDescription.lines(bundle, agreements);
  }
}

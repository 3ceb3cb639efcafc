package dev.decorum.run;

import dev.decorum.infer.Device;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.pipeline.Quantization;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.ModelDescription;
import java.util.List;
import java.util.Map;

/** Describes how a model folder is understood and how well its integer forms agree with it. */
public final class ModelInfo {
  private final ModelBundle bundle;
  private final Map<Precision, QuantizationAgreement> agreements;

  /**
   * Opens a model and loads it as for scoring.
   *
   * @throws dev.decorum.model.files.ModelException if that cannot be done
   */
  public ModelInfo(ModelRequest model) {
    this.bundle = model.open();
    // Loading shows that the model can score: it opens the graph and reads the weights.
    RewardModel.load(bundle, bundle.maxTokens(), Device.CPU).close();
    this.agreements = new Quantization(bundle).agreements();
  }

  /** The description as JSON, for programs. */
  public String json() {
    return ModelDescription.json(bundle, agreements);
  }

  /** The description in lines, for people. */
  public List<String> lines() {
    return ModelDescription.lines(bundle, agreements);
  }
}

package dev.decorum.run;

import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.ScoringPipeline;
import dev.decorum.score.Scale;

/**
 * A model as one run uses it: what it is shown, what its scores are compared with, and how it is
 * run.
 *
 * @param baseline NaN for none
 */
record RunModel(
    ModelBundle bundle,
    FormatterTemplates formatter,
    WindowOptions window,
    double baseline,
    EngineRequest engine) {

  /** Opens the model that was asked for, and says what people have to know of it. */
  static RunModel open(ScoringRequest request, RunListener listener) {
    ModelBundle bundle = request.model().open(listener);
    WindowRequest window = request.window();
    return new RunModel(
        bundle,
        window.formatter(bundle),
        window.window(bundle),
        window.baseline(bundle),
        request.engine());
  }

  Scale scale() {
    return RewardModel.scale(bundle);
  }

  RewardModel load(RunListener listener) {
    return engine.load(bundle, window.maxTokens(), listener);
  }

  /** The same for a run that may know all scores already. */
  RewardModel loadWhenNeeded(RunListener listener) {
    return engine.loadWhenNeeded(bundle, window.maxTokens(), listener);
  }

  /** What scores conversations, with a schedule of {@link EngineRequest#schedule}. */
  ScoringPipeline pipeline(RewardModel loaded, PipelineOptions schedule) {
    return loaded.pipeline(formatter, window, engine.plan(), loaded.scorer(baseline), schedule);
  }
}

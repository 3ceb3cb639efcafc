package dev.decorum.run;

import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.PipelineOptions;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.ScoringPipeline;
import dev.decorum.score.Scale;

/**
 * The model of a run, with its formatter, window, baseline and engine.
 *
 * @param baseline NaN for none
 */
record RunModel(
    ModelBundle bundle,
    FormatterTemplates formatter,
    WindowOptions window,
    double baseline,
    EngineRequest engine) {

  /** Opens the requested model, and warns of anything people have to know about it. */
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

  /** The same, for conversations as a whole and not after each turn. */
  RunModel ofWholeConversations() {
    return new RunModel(
        bundle,
        formatter,
        new WindowOptions(window.history(), window.maxTokens(), Turns.LAST),
        baseline,
        engine);
  }

  Scale scale() {
    return Scale.of(bundle.head());
  }

  RewardModel load(RunListener listener) {
    return engine.load(bundle, window.maxTokens(), listener);
  }

  /** Loads the model on first use, for a run that may find all scores in a store. */
  RewardModel loadWhenNeeded(RunListener listener) {
    return engine.loadWhenNeeded(bundle, window.maxTokens(), listener);
  }

  /** The pipeline that scores conversations with a schedule of {@link EngineRequest#schedule}. */
  ScoringPipeline pipeline(RewardModel loaded, PipelineOptions schedule) {
    return loaded.pipeline(formatter, window, engine.plan(), loaded.scorer(baseline), schedule);
  }
}

package dev.decorum.pipeline;

import dev.decorum.format.WindowOptions;
import dev.decorum.infer.RuntimeVersions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.score.ProgramVersion;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a manifest says of a run before anything is scored.
 *
 * @param bundle the model
 * @param formatter makes the text of a conversation
 * @param window what the model is shown of it
 * @param baseline NaN for none
 */
public record RunDescription(
    ModelBundle bundle, FormatterTemplates formatter, WindowOptions window, double baseline) {

  /**
   * The model.
   *
   * @param sha256 the hashes of its files
   */
  public RunManifest.ModelEntry model(Map<String, String> sha256) {
    return new RunManifest.ModelEntry(
        bundle.name(),
        bundle.isDemo(),
        bundle.head().appropriate(),
        bundle.settings().attribution(),
        sha256,
        bundle.head().labels(),
        bundle.head().source(),
        Scale.of(bundle.head()),
        bundle.notices());
  }

  /**
   * The manifest of a run.
   *
   * @param sha256 the hashes of the model's files
   * @param device what it ran on; empty before it has
   * @param precision the label of the arithmetic
   */
  public RunManifest manifest(
      Map<String, String> sha256,
      String device,
      String precision,
      List<RunManifest.InputEntry> inputs,
      RunManifest.CountsEntry counts,
      double seconds) {
    return new RunManifest(
        ProgramVersion.current(),
        model(sha256),
        new RunManifest.FormatterEntry(formatter.name(), formatter.sha256()),
        new RunManifest.WindowSettings(
            window.history() == WindowOptions.WHOLE_HISTORY ? null : window.history(),
            window.turns().name().toLowerCase(Locale.ROOT),
            window.maxTokens(),
            "left"),
        Double.isNaN(baseline) ? null : (Double) baseline,
        precision,
        device,
        RuntimeVersions.all(),
        null,
        inputs,
        counts,
        seconds);
  }
}

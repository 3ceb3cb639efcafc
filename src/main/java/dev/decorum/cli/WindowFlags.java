package dev.decorum.cli;

import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.report.Source;
import dev.decorum.score.RunManifest;
import dev.decorum.score.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of a conversation the model sees, and what its score is compared with. */
final class WindowFlags {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--formatter",
      paramLabel = "NAME|FILE",
      description =
          "How the text is written: pygmalion, vicuna, chatml, moderator, xlreward, empty, or a"
              + " JSON file of the six template fields (default: the model's own, else pygmalion).")
  private @Nullable String formatter;

  @Option(
      names = "--history",
      paramLabel = "N",
      description = "Show the last N messages, or all (default: the model's own, else 10).")
  private @Nullable String history;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Keep the last N tokens (default: 1024 or the model's limit).")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--turns",
      paramLabel = "WHICH",
      defaultValue = "last",
      description =
          "One row a conversation (last), after every bot message (bot) or after every message"
              + " (all) (default: ${DEFAULT-VALUE}).")
  private Turns turns = Turns.LAST;

  @Option(
      names = "--baseline",
      paramLabel = "P",
      description =
          "The probability that scores are compared with (default: the model's own, else 0.672; for a"
              + " model of rewards none).")
  private @Nullable Double baseline;

  FormatterTemplates formatter(ModelBundle bundle) {
    if (formatter != null) {
      String name = formatter;
      return FormatterTemplates.named(name).orElseGet(() -> FormatterTemplates.read(Path.of(name)));
    }
    return ModelDefaults.of(bundle).formatter();
  }

  /** The file with the formatter, if one was named. */
  Optional<Path> formatterFile() {
    return Optional.ofNullable(formatter)
        .filter(name -> FormatterTemplates.named(name).isEmpty())
        .map(Path::of);
  }

  WindowOptions window(ModelBundle bundle) {
    return new WindowOptions(history(bundle), maxTokens(bundle), turns);
  }

  /** The baseline of a run; NaN for none, as for rewards where nobody gives one. */
  double baseline(ModelBundle bundle) {
    return typedBaseline().orElseGet(() -> ModelDefaults.of(bundle).baseline());
  }

  /** The baseline that scores of several runs are read against: the first run's; NaN for none. */
  double baseline(List<Source> sources, Scale scale) {
    OptionalDouble typed = typedBaseline();
    if (typed.isPresent()) {
      return typed.getAsDouble();
    }
    for (Source source : sources) {
      RunManifest run = source.run();
      if (run != null) {
        return run.baselineOrNaN();
      }
    }
    return ModelDefaults.baseline(scale);
  }

  /** The baseline that was typed, if any; refuses one that is none. */
  OptionalDouble typedBaseline() {
    if (baseline == null) {
      return OptionalDouble.empty();
    }
    if (!ModelSettings.isBaseline(baseline)) {
      throw wrong("--baseline is " + ModelSettings.BASELINES + ", not " + baseline);
    }
    return OptionalDouble.of(baseline);
  }

  private int history(ModelBundle bundle) {
    if (history == null) {
      return ModelDefaults.of(bundle).history();
    }
    if (history.equalsIgnoreCase("all")) {
      return WindowOptions.WHOLE_HISTORY;
    }
    try {
      int messages = Integer.parseInt(history);
      if (messages >= 1 && history.chars().allMatch(c -> c < 0x80)) {
        return messages;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong("--history is a number from 1, or all, not '" + history + "'");
  }

  private int maxTokens(ModelBundle bundle) {
    if (maxTokens == null) {
      return ModelDefaults.of(bundle).maxTokens();
    }
    if (maxTokens < 1 || maxTokens > bundle.maxTokens()) {
      throw wrong(
          "--max-tokens is 1 to "
              + bundle.maxTokens()
              + " for the model '"
              + bundle.name()
              + "', not "
              + maxTokens);
    }
    return maxTokens;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

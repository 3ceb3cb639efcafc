package dev.decorum.doctor;

import dev.decorum.api.Chat;
import dev.decorum.api.Judge;
import dev.decorum.api.JudgeOptions;
import dev.decorum.api.Judgement;
import dev.decorum.api.Rejected;
import dev.decorum.failure.DecorumException;
import dev.decorum.model.ModelBundle;
import dev.decorum.pipeline.ModelDefaults;
import java.util.function.Supplier;

/** The model that would be used. */
final class UsedModel {
  private static final String NAME = "model";

  private UsedModel() {}

  /** Opens the model, and scores a conversation with it. */
  static Symptom check(Patient patient) {
    Supplier<ModelBundle> model = patient.model();
    ModelBundle bundle;
    try {
      bundle = model.get();
    } catch (DecorumException e) {
      return Symptom.problem(NAME, e.getMessage(), "decorum model list shows what was pulled");
    }
    JudgeOptions options = JudgeOptions.defaults().withAppropriateLabel(patient.appropriateLabel());
    try (Judge judge = bundle.isDemo() ? Judge.demo(options) : Judge.open(bundle.root(), options)) {
      Judgement judgement =
          judge.score(Chat.of("doctor").user("Which tea?").bot("Assam, with honey.").build());
      if (judgement instanceof Rejected rejected) {
        return Symptom.problem(NAME, bundle.name() + " scores nothing: " + rejected.reason(), null);
      }
      return found(bundle, judge.device());
    } catch (DecorumException e) {
      return Symptom.problem(
          NAME, bundle.name() + " is there, but does not score: " + e.getMessage(), null);
    }
  }

  private static Symptom found(ModelBundle bundle, String device) {
    ModelDefaults own = ModelDefaults.of(bundle);
    String text =
        bundle.name()
            + " scores on "
            + device
            + "; appropriate is \""
            + bundle.head().appropriateLabel()
            + "\", windows have "
            + own.maxTokens()
            + " tokens, the formatter is "
            + own.formatter().name();
    if (bundle.isDemo()) {
      return Symptom.note(
          NAME,
          text + ". It is the bundled demo, whose scores say nothing about a bot",
          "decorum model pull OWNER/NAME, then -m OWNER/NAME or model = \"OWNER/NAME\" in decorum.toml");
    }
    return bundle.notices().isEmpty()
        ? Symptom.ok(NAME, text)
        : Symptom.note(NAME, text + ". " + String.join(". ", bundle.notices()), null);
  }
}

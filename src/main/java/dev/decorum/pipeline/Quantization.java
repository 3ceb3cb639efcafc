package dev.decorum.pipeline;

import dev.decorum.disk.UserCache;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.format.Windower;
import dev.decorum.infer.NativeLibraries;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.model.Weights;
import dev.decorum.quantize.QuantizationSample;
import dev.decorum.quantize.QuantizedModel;
import dev.decorum.quantize.QuantizedStore;
import dev.decorum.quantize.Quantizer;
import dev.decorum.read.ConversationReader;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import dev.decorum.score.Scorer;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.UnknownTokenException;
import dev.decorum.tokenize.WindowTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The integer forms of a model in the user's cache, made if they are missing. */
public final class Quantization {
  private static final String SAMPLE = "calibration-sample.jsonl";

  /** The most windows; more would take longer and change very little. */
  private static final int MOST_WINDOWS = 512;

  private final ModelBundle bundle;
  private final Path folder = UserCache.ofUser().folder().resolve("quantized");
  private final QuantizedStore store;

  /** The integer forms of {@code bundle} in the user's cache. */
  public Quantization(ModelBundle bundle) {
    this.bundle = bundle;
    this.store = new QuantizedStore(folder);
  }

  /** The folder of the integer forms of all models. */
  public Path folder() {
    return folder;
  }

  /** Whether the form exists. */
  public boolean isMade(Precision precision) {
    return store.holds(bundle, precision);
  }

  /** The form in the cache, if it exists. */
  public Optional<QuantizedModel> find(Precision precision) {
    NativeLibraries.prepare();
    return store.find(bundle, precision);
  }

  /** The agreement of the existing forms with the model. */
  public Map<Precision, QuantizationAgreement> agreements() {
    Map<Precision, QuantizationAgreement> agreements = new EnumMap<>(Precision.class);
    if (bundle.weights() instanceof Weights.Tensors) {
      for (Precision precision : Precision.values()) {
        if (precision.isQuantized()) {
          find(precision).ifPresent(made -> agreements.put(precision, made.agreement()));
        }
      }
    }
    return agreements;
  }

  /**
   * The form in the cache, or else a new one calibrated on the bundled sample of generated
   * conversations.
   *
   * @throws dev.decorum.model.files.ModelException as for {@link Quantizer#obtain}
   */
  public QuantizedModel obtain(Precision precision) {
    Optional<QuantizedModel> known = find(precision);
    return known.isPresent() ? known.get() : fromSample(precision, false);
  }

  /** Makes the form with the bundled sample, even if it exists. */
  public QuantizedModel makeFromSample(Precision precision) {
    return fromSample(precision, true);
  }

  private QuantizedModel fromSample(Precision precision, boolean anew) {
    try (InputStream in =
            Objects.requireNonNull(Quantization.class.getResourceAsStream(SAMPLE), SAMPLE);
        ConversationReader reader =
            ConversationSource.open(
                List.of("-"), InputOptions.defaults(), in, InputListener.silent())) {
      return make(precision, reader, "the bundled sample", anew);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes the form with the user's own conversations, even if it exists.
   *
   * @param name the name of the conversations in the report
   * @throws dev.decorum.model.files.ModelException as for {@link Quantizer#obtain}
   */
  public QuantizedModel make(Precision precision, ConversationReader conversations, String name) {
    return make(precision, conversations, name, true);
  }

  private QuantizedModel make(
      Precision precision, ConversationReader conversations, String name, boolean anew) {
    NativeLibraries.prepare();
    return new Quantizer(store, bundle, precision).obtain(sample(conversations, name), anew);
  }

  /**
   * A sample with every window of every other conversation for calibration, and the last windows of
   * the others held out.
   */
  private QuantizationSample sample(ConversationReader conversations, String name) {
    FormatterTemplates formatter = ModelDefaults.of(bundle).formatter();
    List<TokenWindow> calibration = new ArrayList<>();
    List<TokenWindow> heldOut = new ArrayList<>();
    try (WindowTokenizer tokenizer = WindowTokenizer.load(bundle, bundle.maxTokens())) {
      Windower windower =
          new Windower(
              new DialogueFormatter(formatter),
              new WindowOptions(ModelSettings.DEFAULT_HISTORY, bundle.maxTokens(), Turns.ALL),
              tokenizer);
      boolean even = false;
      Optional<ReadResult> next = conversations.next();
      while (next.isPresent() && calibration.size() + heldOut.size() < MOST_WINDOWS) {
        if (next.get() instanceof ReadResult.Accepted accepted) {
          List<TokenWindow> half = even ? heldOut : calibration;
          for (Window window : windower.windows(accepted.conversation())) {
            try {
              tokenizer.tokenize(window).ifPresent(half::add);
            } catch (UnknownTokenException | TooMuchTextException e) {
              // A text that cannot be tokenized could not be scored either.
            }
          }
          even = !even;
        }
        next = conversations.next();
      }
    }
    if (calibration.isEmpty() || heldOut.isEmpty()) {
      throw new InputException(
          name + ": at least two conversations are needed to calibrate and to measure");
    }
    Double baseline = bundle.settings().baseline();
    return new QuantizationSample(
        name, calibration, heldOut, baseline == null ? Scorer.CHAI_BASELINE : baseline);
  }
}

package dev.decorum.run;

import dev.decorum.model.ModelBundle;
import dev.decorum.model.Precision;
import dev.decorum.model.QuantizationAgreement;
import dev.decorum.pipeline.Quantization;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.options.InputOptions;
import dev.decorum.report.ModelDescription;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/** Makes the integer forms of a model before they are first used. */
public final class QuantizeRun {
  private final ModelRequest model;
  private final RunListener listener;

  public QuantizeRun(ModelRequest model, RunListener listener) {
    this.model = model;
    this.listener = listener;
  }

  /**
   * Makes the forms and measures how far their scores are from float32.
   *
   * @param precisions the forms
   * @param calibrate inputs with conversations to calibrate on; empty for a generated sample
   * @param standardInput the stream that {@code -} names
   * @param lines receives the measurements
   * @throws dev.decorum.model.files.ModelException if the model has no such form or cannot be used
   */
  public void run(
      List<Precision> precisions,
      List<String> calibrate,
      InputStream standardInput,
      Consumer<String> lines)
      throws IOException, InterruptedException {
    ModelBundle bundle = model.open();
    bundle.checkpoint();
    Quantization quantization = new Quantization(bundle);
    for (Precision wanted : precisions) {
      listener.note("making the " + wanted.label() + " form of " + bundle.name());
      QuantizationAgreement agreement = make(quantization, wanted, calibrate, standardInput);
      listener.wrote("the " + wanted.label() + " form", quantization.folder());
      ModelDescription.agreement(bundle.head(), wanted, agreement).forEach(lines);
    }
  }

  private QuantizationAgreement make(
      Quantization quantization,
      Precision wanted,
      List<String> calibrate,
      InputStream standardInput)
      throws IOException, InterruptedException {
    if (calibrate.isEmpty()) {
      return quantization.makeFromSample(wanted).agreement();
    }
    try (ConversationSource source =
        ConversationSource.open(
            calibrate, InputOptions.defaults(), standardInput, listener.ofInputs())) {
      return quantization.make(wanted, source, String.join(", ", calibrate)).agreement();
    }
  }
}

package dev.decorum.run;

import dev.decorum.failure.UsageException;
import dev.decorum.format.Turns;
import dev.decorum.infer.Device;
import dev.decorum.model.Dropout;
import dev.decorum.read.ConversationSource;
import dev.decorum.train.AdamOptions;
import dev.decorum.train.MixedPrecision;
import dev.decorum.train.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request to train a classifier.
 *
 * @param training the labelled conversations to learn from
 * @param validation those by which checkpoints are compared
 * @param start what the training starts from
 * @param window how conversations are shown to the model
 * @param rejects how rows that cannot be used are treated
 * @param options the recipe
 * @param languageModel the recipe of a training as a language model that comes first; null for none
 * @param adam the optimizer
 * @param dropout the dropout; null for that of the model's {@code config.json}
 * @param labelSmoothing the share of a label that is spread over all, from 0 to below 1
 * @param mixedPrecision the type of number in matrix products
 * @param device the processor or the GPU that trains
 * @param threads the number of processor cores; null for all
 * @param output the folder of the trained model
 * @param resume whether an interrupted training of the same request is continued
 */
public record TrainRequest(
    InputRequest training,
    ValidationRequest validation,
    StartRequest start,
    WindowRequest window,
    RejectPolicy rejects,
    TrainingOptions options,
    @Nullable TrainingOptions languageModel,
    AdamOptions adam,
    @Nullable Dropout dropout,
    double labelSmoothing,
    MixedPrecision mixedPrecision,
    Device device,
    @Nullable Integer threads,
    Path output,
    boolean resume) {

  private static final int MOST_THREADS = 1024;

  public TrainRequest {
    Objects.requireNonNull(training);
    Objects.requireNonNull(validation);
    Objects.requireNonNull(start);
    Objects.requireNonNull(window);
    Objects.requireNonNull(rejects);
    Objects.requireNonNull(options);
    Objects.requireNonNull(adam);
    Objects.requireNonNull(mixedPrecision);
    Objects.requireNonNull(device);
    Objects.requireNonNull(output);
    if (training.inputs().contains("-")) {
      throw new UsageException("standard input can be read only once; train reads a file twice");
    }
    if (window.turns() != Turns.LAST) {
      throw new UsageException("--turns: a label is for a whole conversation, so train takes last");
    }
    if (device.indices().size() > 1) {
      throw new UsageException("--device: training uses a single GPU, as in cuda:0");
    }
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new UsageException(
          "--threads must be a number from 1 to " + MOST_THREADS + ", not " + threads);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw new UsageException(
          "--label-smoothing must be a number from 0 to below 1, not "
              + PlainNumber.of(labelSmoothing));
    }
  }

  /** Opens the training input, from which rows may be set aside. */
  ConversationSource openTraining(RunListener listener) {
    return training.open(keptFields(), false, listener);
  }

  /** Opens the input that has the validation rows: files of their own, or the training input. */
  ConversationSource openValidation(RunListener listener) {
    return validation.share() != null
        ? openTraining(listener)
        : training.openOthers(
            validation.inputs(), keptFields(), training.standardInput(), listener);
  }

  /** The fields that tell groups and the words of labels. */
  private List<String> keptFields() {
    List<String> fields = new ArrayList<>(validation.fields());
    fields.addAll(new LabelWordCounts(training.options()).fields());
    return fields;
  }
}

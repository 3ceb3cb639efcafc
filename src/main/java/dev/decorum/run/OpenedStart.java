package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.disk.AtomicFile;
import dev.decorum.disk.TemporaryFolder;
import dev.decorum.format.DialogueFormatter;
import dev.decorum.format.TokenCounter;
import dev.decorum.format.Window;
import dev.decorum.format.WindowText;
import dev.decorum.format.Windower;
import dev.decorum.hub.ModelLocation;
import dev.decorum.model.ModelSettings;
import dev.decorum.model.StartingPoint;
import dev.decorum.model.tokenizer.BytePairTrainer;
import dev.decorum.model.tokenizer.BytePairVocabulary;
import dev.decorum.pipeline.ModelDefaults;
import dev.decorum.read.ConversationSource;
import dev.decorum.score.Scale;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A starting point that was opened, with the folder of a tokenizer that was made for it. */
final class OpenedStart implements Closeable {
  private static final int GPT2_POSITIONS = 1024;

  /** A pair of tokens that occurs once is no reason for a token. */
  private static final int LEAST_FREQUENCY = 2;

  private final StartingPoint start;
  private final @Nullable TemporaryFolder tokenizer;

  private OpenedStart(StartingPoint start, @Nullable TemporaryFolder tokenizer) {
    this.start = start;
    this.tokenizer = tokenizer;
  }

  /** Opens what a training starts from, and reports what people have to know about it. */
  static OpenedStart open(TrainRequest request, RunListener listener)
      throws IOException, InterruptedException {
    StartRequest wanted = request.start();
    Map<String, Integer> shape = wanted.shape();
    OpenedStart opened;
    if (shape != null) {
      opened = fromScratch(request, shape, listener);
    } else {
      ModelRequest model = wanted.model();
      ModelLocation location = model.location();
      opened =
          new OpenedStart(
              location == null
                  ? StartingPoint.demo(model.appropriateLabel(), wanted.newHead())
                  : StartingPoint.open(
                      location.folder(), model.appropriateLabel(), wanted.newHead()),
              null);
      if (location == null) {
        listener.note("starting from the bundled demo model; -m FOLDER starts from another");
      }
    }
    StartingPoint start = opened.start();
    start.notices().forEach(notice -> listener.note(start.name() + ": " + notice));
    start.notes().forEach(note -> listener.detail(start.name() + ": " + note));
    return opened;
  }

  private static OpenedStart fromScratch(
      TrainRequest request, Map<String, Integer> shape, RunListener listener)
      throws IOException, InterruptedException {
    Path given = request.start().tokenizer();
    if (given != null) {
      return new OpenedStart(StartingPoint.fromScratch(shape, given), null);
    }
    BytePairVocabulary vocabulary = vocabulary(request, listener);
    int positions = shape.getOrDefault("n_positions", GPT2_POSITIONS);
    TemporaryFolder folder = TemporaryFolder.make("tokenizer");
    try {
      write(folder, "tokenizer.json", vocabulary.tokenizerJson());
      write(folder, "tokenizer_config.json", vocabulary.tokenizerConfigJson(positions));
      return new OpenedStart(StartingPoint.fromScratch(shape, folder.path()), folder);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static void write(TemporaryFolder folder, String name, byte[] content)
      throws IOException {
    AtomicFile.write(folder.path().resolve(name), new String(content, StandardCharsets.UTF_8));
  }

  /** Makes a vocabulary of the texts that the model will see, labelled or not. */
  private static BytePairVocabulary vocabulary(TrainRequest request, RunListener listener)
      throws IOException, InterruptedException {
    ModelDefaults defaults =
        ModelDefaults.of(ModelSettings.NONE, GPT2_POSITIONS, Scale.PROBABILITY);
    Windower windower =
        new Windower(
            new DialogueFormatter(request.window().formatter(defaults)),
            request.window().window(defaults, Integer.MAX_VALUE, "scratch"),
            new Unlimited());
    BytePairTrainer trainer = new BytePairTrainer();
    InputRequest input = request.training();
    try (ConversationSource source = input.open(new SilentListener())) {
      // What fails is reported when the data are read.
      ConversationLoop.run(
          source, input.limit(), conversation -> add(windower, conversation, trainer));
    }
    BytePairVocabulary vocabulary =
        trainer.train(request.start().vocabularySize(), LEAST_FREQUENCY);
    listener.note(String.format(Locale.ROOT, "made a tokenizer of %,d tokens", vocabulary.size()));
    return vocabulary;
  }

  private static void add(Windower windower, Conversation conversation, BytePairTrainer trainer) {
    for (Window window : windower.windows(conversation)) {
      trainer.add(window.text().toString());
    }
  }

  /** Counts no tokens, since there is no tokenizer yet. */
  private static final class Unlimited implements TokenCounter {
    @Override
    public int count(String text) {
      return 0;
    }

    @Override
    public boolean fits(WindowText text, int most) {
      return true;
    }
  }

  StartingPoint start() {
    return start;
  }

  @Override
  public void close() throws IOException {
    if (tokenizer != null) {
      tokenizer.close();
    }
  }
}

package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.TooMuchTextException;
import dev.decorum.format.Window;
import dev.decorum.format.Windower;
import dev.decorum.model.StartingPoint;
import dev.decorum.model.files.Sha256;
import dev.decorum.read.ConversationSource;
import dev.decorum.read.bytes.InputDigest;
import dev.decorum.read.bytes.InputException;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.UnknownTokenException;
import dev.decorum.tokenize.WindowTokenizer;
import dev.decorum.train.Example;
import dev.decorum.train.Examples;
import dev.decorum.train.TrainingException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labelled windows of a training, on the side that is trained on and on that which checkpoints
 * are compared by. They go through the same reading, formatting and truncation as in scoring.
 *
 * <p>A share that is set aside is chosen by a hash, of the group or else of the window: so a group
 * stays on its side when data are added, and equal windows are on one side.
 */
final class TrainingData implements Closeable {
  private static final int HASH_BITS = 52;

  private final StartingPoint start;
  private final Windower windower;
  private final WindowTokenizer tokenizer;
  private final Rejects rejects;
  private final RunListener listener;
  private final ValidationRequest request;
  private final long seed;
  private final Side training;
  private final Side validation;
  private final BitSet validationRows = new BitSet();
  private final LabelWordCounts labelWords;
  private final @Nullable Examples texts;

  /** Rows of one side. */
  static final class Side implements Closeable {
    private final Examples examples;
    private final Map<Long, Integer> labelsOfWindows = new HashMap<>();
    private final Set<String> groups = new HashSet<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private long unlabelled;
    private long truncated;
    private long repeated;
    private long contradicting;

    Side(int outputs) throws IOException {
      examples = Examples.open(outputs);
    }

    /** The rows that can be used. */
    Examples examples() {
      return examples;
    }

    /** SHA-256 of the files by name. */
    Map<String, String> files() {
      return files;
    }

    /** The number of rows of which something was cut off. */
    long truncated() {
      return truncated;
    }

    private void add(TokenWindow window, Example example) throws IOException {
      examples.add(example);
      if (window.flags().contains(Flag.TRUNCATED)) {
        truncated++;
      }
      int bit = 1 << example.label();
      Integer known = labelsOfWindows.merge(window.sha256Bits(0), bit, (a, b) -> a | b);
      if (known != bit) {
        contradicting++;
      } else if (labelsOfWindows.size() < examples.size() - repeated - contradicting) {
        repeated++;
      }
    }

    @Override
    public void close() throws IOException {
      examples.close();
    }
  }

  private TrainingData(
      TrainRequest request,
      StartingPoint start,
      Windower windower,
      WindowTokenizer tokenizer,
      Rejects rejects,
      RunListener listener)
      throws IOException {
    this.request = request.validation();
    this.seed = request.options().seed();
    this.start = start;
    this.windower = windower;
    this.tokenizer = tokenizer;
    this.rejects = rejects;
    this.listener = listener;
    this.labelWords = new LabelWordCounts(request.training().options());
    this.training = new Side(start.head().outputs());
    this.validation = new Side(start.head().outputs());
    this.texts = request.languageModel() == null ? null : Examples.open(1);
  }

  /**
   * Reads all labelled conversations.
   *
   * @throws TrainingException if a side lacks a label
   */
  static TrainingData read(
      TrainRequest request,
      StartingPoint start,
      Windower windower,
      WindowTokenizer tokenizer,
      Rejects rejects,
      RunListener listener)
      throws IOException, InterruptedException {
    TrainingData data = new TrainingData(request, start, windower, tokenizer, rejects, listener);
    try {
      InputRequest input = request.training();
      try (ConversationSource source = request.openTraining(listener)) {
        data.read(source, input.limit(), data.training, request.validation().share() != null);
      }
      if (request.validation().share() == null) {
        try (ConversationSource source = request.openValidation(listener)) {
          data.read(source, Long.MAX_VALUE, data.validation, false);
        }
      } else {
        data.validation.files.putAll(data.training.files);
      }
      listener.idle();
      return data;
    } catch (IOException | RuntimeException | InterruptedException e) {
      data.close();
      throw e;
    }
  }

  private void read(ConversationSource source, long limit, Side side, boolean isSplit)
      throws IOException, InterruptedException {
    ConversationLoop.run(
        source,
        limit,
        new ConversationLoop.Taker() {
          private int accepted;

          @Override
          public void accepted(Conversation conversation) throws IOException {
            add(conversation, accepted++, side, isSplit);
            if (accepted % 64 == 0 && source.bytesTotal() > 0) {
              listener.progress(
                  (double) source.bytesRead() / source.bytesTotal(),
                  String.format(Locale.ROOT, "reading, %,d conversations", accepted));
            }
          }

          @Override
          public void rejected(Rejection rejection) throws IOException {
            rejects.row(rejection);
          }

          @Override
          public void failed(InputException failure) {
            rejects.input(failure);
          }
        });
    List<InputDigest> inputs = source.inputs();
    for (InputDigest input : inputs) {
      side.files.put(nameOf(input, inputs), input.sha256());
    }
  }

  /**
   * The name without its folders, or if another file has the same, with as many as tell them apart:
   * a model card is for others, whom the folders do not concern.
   */
  private static String nameOf(InputDigest input, List<InputDigest> all) {
    Path path = Path.of(input.path());
    for (int names = 1; names < path.getNameCount(); names++) {
      Path end = path.subpath(path.getNameCount() - names, path.getNameCount());
      if (all.stream().filter(each -> Path.of(each.path()).endsWith(end)).count() == 1) {
        return slashed(end);
      }
    }
    return slashed(path);
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private void add(Conversation conversation, int ordinal, Side side, boolean isSplit)
      throws IOException {
    Label label = conversation.label();
    if (label == null) {
      side.unlabelled++;
      if (texts == null || side == validation) {
        return;
      }
    } else {
      labelWords.add(conversation, label);
    }
    for (Window window : windower.windows(conversation)) {
      Optional<TokenWindow> tokens = tokenize(conversation, window);
      if (tokens.isEmpty()) {
        continue;
      }
      String group = group(conversation);
      if (request.group() != null && group == null) {
        reject(conversation, "has no " + request.group() + ", which --group names");
        continue;
      }
      Side own = isSplit && isSetAside(group, tokens.get()) ? validation : side;
      if (label != null) {
        if (own == validation) {
          validationRows.set(ordinal);
        }
        if (group != null) {
          own.groups.add(group);
        }
        own.add(tokens.get(), example(tokens.get(), label));
      }
      if (texts != null && own == training) {
        texts.add(new Example(tokens.get().tokenIds(), 0, 0));
      }
    }
  }

  private Optional<TokenWindow> tokenize(Conversation conversation, Window window)
      throws IOException {
    try {
      Optional<TokenWindow> tokens = tokenizer.tokenize(window);
      if (tokens.isEmpty()) {
        reject(conversation, "nothing to learn from: the formatted text is empty");
      }
      return tokens;
    } catch (UnknownTokenException | TooMuchTextException e) {
      reject(conversation, e.getMessage());
      return Optional.empty();
    }
  }

  private void reject(Conversation conversation, String reason) throws IOException {
    rejects.row(new Rejection(conversation.location(), reason, ""));
  }

  private @Nullable String group(Conversation conversation) {
    FieldValue value = request.group() == null ? null : conversation.fields().get(request.group());
    return value == null || value.isNothing() ? null : value.text();
  }

  private Example example(TokenWindow window, Label label) {
    return new Example(
        window.tokenIds(), window.lastNonPadding(start.pooling().padTokenId()), output(label));
  }

  /** The output that a label is for. */
  private int output(Label label) {
    int appropriate = start.head().appropriate();
    return label == Label.APPROPRIATE ? appropriate : 1 - appropriate;
  }

  /** Whether the validation side has a window with a label, by the hash of its tokens. */
  boolean isValidation(String windowSha256, Label label) {
    Integer known = validation.labelsOfWindows.get(TokenWindow.sha256Bits(windowSha256, 0));
    return known != null && (known & 1 << output(label)) != 0;
  }

  private boolean isSetAside(@Nullable String group, TokenWindow window) {
    Double share = request.share();
    String key = seed + "/" + (group == null ? window.sha256() : group);
    long hash =
        Long.parseUnsignedLong(
            Sha256.of(key.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_BITS / 4), 16);
    return share != null && hash < share * (1L << HASH_BITS);
  }

  Examples training() {
    return training.examples;
  }

  Examples validation() {
    return validation.examples;
  }

  /**
   * All windows of the training side, labelled or not, for a language model.
   *
   * @throws IllegalStateException if the request is for none
   */
  Examples texts() {
    if (texts == null) {
      throw new IllegalStateException("no language model");
    }
    return texts;
  }

  Side trainingSide() {
    return training;
  }

  Side validationSide() {
    return validation;
  }

  /** The rows of the validation side, by their place among the good rows of their input. */
  BitSet validationRows() {
    return validationRows;
  }

  /** The share of validation rows that are appropriate. */
  double baseRate() {
    return (double) validation.examples.count(start.head().appropriate())
        / validation.examples.size();
  }

  /**
   * Reports what there is to learn from, and makes sure that both sides have both labels.
   *
   * @param maxTokens the length of the window, for the report
   */
  void checkAndReport(int maxTokens) {
    if (!labelWords.text().isEmpty()) {
      listener.note(labelWords.text());
    }
    check("training", training);
    check("validation", validation);
    report("training", training, maxTokens);
    report("validation", validation, maxTokens);
    long common =
        validation.labelsOfWindows.keySet().stream()
            .filter(training.labelsOfWindows::containsKey)
            .count();
    if (common > 0) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "%,d of %,d different windows of the validation data are in the training data too,"
                  + " so validation looks better than it is",
              common,
              validation.labelsOfWindows.size()));
    }
    long shared = validation.groups.stream().filter(training.groups::contains).count();
    if (shared > 0) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "%,d of %,d values of %s are on both sides",
              shared,
              validation.groups.size(),
              request.group()));
    }
  }

  private void check(String name, Side side) {
    if (side.examples.size() == 0) {
      throw new TrainingException("there are no labelled conversations for " + name + lack(side));
    }
    for (int label = 0; label < start.head().outputs(); label++) {
      if (side.examples.count(label) == 0) {
        throw new TrainingException(
            "no conversation for "
                + name
                + " is labelled "
                + start.head().labels().get(label)
                + " ("
                + side.examples.size()
                + " in all); a classifier needs both labels; --positive and --negative say which"
                + " words mean which");
      }
    }
  }

  /** Why a side has no labelled conversation, as the end of a sentence. */
  private String lack(Side side) {
    if (rejects.rows() > 0) {
      return String.format(
          Locale.ROOT,
          ": %,d rows were rejected (--positive says which words mean appropriate)%s",
          rejects.rows(),
          side.unlabelled > 0
              ? String.format(Locale.ROOT, ", and %,d have no label", side.unlabelled)
              : "");
    }
    return side.unlabelled > 0
        ? String.format(
            Locale.ROOT,
            ": none of %,d has a label; say where it is (--map label=FIELD)",
            side.unlabelled)
        : "";
  }

  private void report(String name, Side side, int maxTokens) {
    double appropriate =
        (double) side.examples.count(start.head().appropriate()) / side.examples.size();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s: %,d conversations, %.1f%% appropriate",
            name,
            side.examples.size(),
            100 * appropriate));
    append(line, side.truncated, "cut on the left to " + maxTokens + " tokens");
    append(line, side.repeated, "repeated");
    append(line, side.contradicting, "repeated with the other label");
    append(line, side.unlabelled, "without a label left out");
    listener.note(line.toString());
  }

  private static void append(StringBuilder line, long count, String what) {
    if (count > 0) {
      line.append(String.format(Locale.ROOT, ", %,d %s", count, what));
    }
  }

  @Override
  public void close() throws IOException {
    training.close();
    validation.close();
    if (texts != null) {
      texts.close();
    }
  }
}

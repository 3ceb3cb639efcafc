package dev.decorum.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tensors.ElementType;
import dev.decorum.model.tensors.TensorEntry;
import dev.decorum.model.tokenizer.ModelTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a training starts from: a classifier that is trained further, a language model that gets a
 * new head of two labels, or random weights of a given shape.
 */
public final class StartingPoint {
  private static final int LARGEST_CONFIG = 4 << 20;
  private static final int LARGEST_TOKENIZER_FILE = 32 << 20;
  private static final String CONFIG = "config.json";
  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final double INITIALIZER_RANGE = 0.02;

  /** The labels of a new head, in the order of its outputs. */
  private static final List<String> LABELS = List.of("inappropriate", "appropriate");

  /** Files that Hugging Face's tokenizers are made of. */
  private static final List<String> TOKENIZER_FILES =
      List.of(
          "tokenizer.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt");

  /** Settings of {@code config.json} about where a model came from, or how it was stored. */
  private static final List<String> FORGOTTEN =
      List.of(
          "_name_or_path",
          "_num_labels",
          "num_labels",
          "dtype",
          "torch_dtype",
          "transformers_version",
          "task_specific_params",
          "problem_type",
          "transformers_weights");

  private final ModelFolder folder;
  private final String name;
  private final JsonFields config;
  private final ModelSettings settings;
  private final Network network;
  private final ModelTokenizer tokenizer;
  private final Pooling pooling;
  private final Head head;
  private final @Nullable Checkpoint checkpoint;
  private final boolean hasHead;
  private final List<String> notices = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private StartingPoint(
      ModelFolder folder,
      String name,
      JsonFields config,
      ModelSettings settings,
      @Nullable ModelBundle classifier,
      boolean fromScratch) {
    this.folder = folder;
    this.name = name;
    this.config = config;
    this.settings = settings;
    this.network = classifier != null ? classifier.spec().network() : Architectures.read(config);
    this.tokenizer = ModelTokenizer.open(folder, config.text("tokenizer_class"));
    this.hasHead = classifier != null;
    if (classifier != null) {
      checkpoint = classifier.checkpoint();
      pooling = classifier.spec().pooling();
      head = classifier.head();
      notices.addAll(classifier.notices());
      notes.addAll(classifier.notes());
    } else {
      checkpoint = fromScratch ? null : languageModel();
      requireTokens();
      pooling = paddingOrEnd();
      head = new Head(LABELS, 1, "the head is new", false);
    }
    if (checkpoint != null) {
      network.checkNumbers(checkpoint);
    }
  }

  /**
   * Opens the folder of a classifier or a language model.
   *
   * @param appropriateLabel the label of a classifier that means appropriate; null for the one that
   *     its folder tells
   * @param newHead whether the head of a classifier is replaced
   * @throws ModelException if it cannot be trained
   */
  public static StartingPoint open(Path path, @Nullable String appropriateLabel, boolean newHead) {
    return open(ModelFolder.open(path), false, appropriateLabel, newHead);
  }

  /** Starts from the bundled demonstration model. */
  public static StartingPoint demo(@Nullable String appropriateLabel, boolean newHead) {
    return open(ModelFolder.open(DemoModel.folder()), true, appropriateLabel, newHead);
  }

  private static StartingPoint open(
      ModelFolder folder, boolean demo, @Nullable String appropriateLabel, boolean newHead) {
    if (folder.has("adapter_config.json") || !folder.has(CONFIG)) {
      ModelBundle.open(folder.path()); // says what is wrong
    }
    JsonFields config = json(folder, CONFIG);
    ModelSettings settings =
        folder.has(ModelSettings.FILE)
            ? ModelSettings.read(json(folder, ModelSettings.FILE))
            : ModelSettings.NONE;
    ModelBundle classifier = null;
    if (!newHead && isClassifier(folder, config, settings)) {
      classifier =
          demo
              ? ModelBundle.demo(appropriateLabel)
              : ModelBundle.open(folder.path(), appropriateLabel);
      requireTwoLabels(classifier);
    }
    String own = settings.name();
    return new StartingPoint(
        folder, own == null ? folder.name() : own, config, settings, classifier, false);
  }

  /**
   * Starts from random weights.
   *
   * @param shape settings of {@code config.json}, such as {@code n_layer}; those that are missing
   *     are GPT-2 small's
   * @param tokenizer the folder of the tokenizer
   * @throws ModelException if there can be no such model
   */
  public static StartingPoint fromScratch(Map<String, Integer> shape, Path tokenizer) {
    ModelFolder folder = ModelFolder.open(tokenizer);
    ModelTokenizer opened = ModelTokenizer.open(folder, null);
    ObjectNode config = JsonFields.newObject();
    config.put("model_type", Gpt2Config.MODEL_TYPE);
    config.put("activation_function", "gelu_new");
    config.put("initializer_range", INITIALIZER_RANGE);
    config.put("layer_norm_epsilon", 1e-5);
    config.put("vocab_size", opened.largestId() + 1);
    config.put("bos_token_id", endOfText(opened));
    config.put("eos_token_id", endOfText(opened));
    shape.forEach(config::put);
    return new StartingPoint(
        folder, "scratch", new JsonFields("config.json", config), ModelSettings.NONE, null, true);
  }

  private static JsonFields json(ModelFolder folder, String file) {
    return JsonFields.parse(
        folder.path().resolve(file).toString(), folder.read(file, LARGEST_CONFIG));
  }

  /** Whether there is a head; a folder whose weights cannot be trained is none. */
  private static boolean isClassifier(
      ModelFolder folder, JsonFields config, ModelSettings settings) {
    Network network = Architectures.read(config);
    if (WeightFiles.find(folder, settings.weights(), network.tensorPrefix())
        instanceof Weights.Tensors tensors) {
      return tensors.checkpoint().tensor("score.weight").isPresent();
    }
    throw new ModelException(
        folder.path() + ": is an exported graph, which cannot be trained; take the checkpoint");
  }

  private static void requireTwoLabels(ModelBundle classifier) {
    int outputs = classifier.head().outputs();
    if (outputs != 2) {
      throw new ModelException(
          classifier.folder()
              + ": has "
              + (outputs == 1 ? "one output, a reward" : outputs + " labels")
              + ", but training is for two labels; --new-head replaces its head by one of two");
    }
  }

  /** The body of a language model, whose own head is left out. */
  private Checkpoint languageModel() {
    Weights weights = WeightFiles.find(folder, settings.weights(), network.tensorPrefix());
    if (!(weights instanceof Weights.Tensors tensors)) {
      throw new ModelException(
          folder.path() + ": is an exported graph, which cannot be trained; take the checkpoint");
    }
    network.checkBody(folder.path().toString(), tensors.checkpoint(), notes);
    return tensors.checkpoint();
  }

  /**
   * The padding of the configuration, or else that of the tokenizer. GPT-2 has neither; the token
   * that ends texts takes its place.
   */
  private Pooling paddingOrEnd() {
    Pooling own = Pooling.read(config, network.vocabularySize());
    if (own.skipsPadding()) {
      return own;
    }
    Integer padding = paddingOfTokenizer();
    if (padding != null && padding < network.vocabularySize()) {
      return new Pooling(padding);
    }
    Integer end = config.integer("eos_token_id", 0, network.vocabularySize() - 1);
    return new Pooling(end != null ? end : endOfText(tokenizer));
  }

  /** The id of {@code pad_token} in the tokenizer's settings; null if it has none. */
  private @Nullable Integer paddingOfTokenizer() {
    if (!folder.has(TOKENIZER_CONFIG)) {
      return null;
    }
    JsonNode named = json(folder, TOKENIZER_CONFIG).field("pad_token");
    JsonNode content = named != null && named.isObject() ? named.get("content") : named;
    JsonNode added = JsonFields.parse("tokenizer.json", tokenizer.json()).field("added_tokens");
    if (content == null || !content.isTextual() || added == null) {
      return null;
    }
    for (JsonNode token : added) {
      if (content.equals(token.get("content")) && token.path("id").canConvertToInt()) {
        return token.get("id").intValue();
      }
    }
    return null;
  }

  /** The id of the token that ends texts: the only added one, or else the last. */
  private static int endOfText(ModelTokenizer tokenizer) {
    return tokenizer.largestAddedId() >= 0 ? tokenizer.largestAddedId() : tokenizer.largestId();
  }

  private void requireTokens() {
    if (tokenizer.largestId() >= network.vocabularySize()) {
      throw new ModelException(
          folder.path()
              + ": the tokenizer's ids go up to "
              + tokenizer.largestId()
              + ", but the model knows only "
              + network.vocabularySize()
              + " tokens (vocab_size)");
    }
  }

  /** The name of the model, or {@code scratch}. */
  public String name() {
    return name;
  }

  /** The architecture and its size. */
  public Network network() {
    return network;
  }

  /** The meaning of the outputs. */
  public Head head() {
    return head;
  }

  /** Whether the head has been trained before. */
  public boolean hasHead() {
    return hasHead;
  }

  /** The token at which outputs are read. */
  public Pooling pooling() {
    return pooling;
  }

  /** The settings of {@code decorum.json}, if there is one. */
  public ModelSettings settings() {
    return settings;
  }

  public ModelTokenizer tokenizer() {
    return tokenizer;
  }

  /** The dropout of {@code config.json}. */
  public Dropout dropout() {
    return Dropout.read(config);
  }

  /** Remarks that every user should see. */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** Remarks for careful users. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The largest number of tokens in a window. */
  public int maxTokens() {
    Integer pinned = settings.maxTokens();
    Integer length = pinned != null ? pinned : tokenizer.maxLength();
    return length == null ? network.positions() : Math.min(length, network.positions());
  }

  /**
   * SHA-256 in hexadecimal of the files that decide the first weights, by name; empty for random
   * weights.
   */
  public Map<String, String> checksums() {
    Map<String, Path> files = new TreeMap<>();
    if (checkpoint != null) {
      checkpoint.names().forEach(file -> files.put(file, folder.file(file)));
      files.put(CONFIG, folder.file(CONFIG));
    }
    return folder.watched().sha256(files);
  }

  /**
   * The settings of the trained model's {@code config.json} by name: its size, and all else that
   * decides what it computes from its weights.
   *
   * @param dropout the dropout of the training
   */
  public Map<String, String> config(Dropout dropout) {
    Map<String, String> settings = new TreeMap<>();
    trainedConfig(dropout)
        .properties()
        .forEach(
            each ->
                settings.put(
                    each.getKey(),
                    each.getValue().isTextual()
                        ? each.getValue().textValue()
                        : each.getValue().toString()));
    return settings;
  }

  /** Gives the first weights of every tensor in turn. */
  public interface WeightReader {
    void read(String tensor, List<Long> shape, InputStream weights) throws IOException;
  }

  /**
   * Hands out the first weights, in the order of {@link Network#tensors}, as little-endian float32.
   *
   * @param seed of weights that are new
   */
  public void readWeights(long seed, WeightReader reader) throws IOException {
    Double deviation = config.number("initializer_range", 0, 1);
    InitialWeights random =
        new InitialWeights(
            deviation == null ? INITIALIZER_RANGE : deviation,
            network.layers(),
            new SplittableRandom(seed));
    for (Map.Entry<String, List<Long>> tensor : network.tensors(head.outputs()).entrySet()) {
      String tensorName = tensor.getKey();
      boolean known = checkpoint != null && (hasHead || !tensorName.startsWith(Network.HEAD));
      reader.read(
          tensorName,
          tensor.getValue(),
          new ByteArrayInputStream(
              known ? stored(tensorName) : drawn(random, tensorName, tensor.getValue())));
    }
  }

  private byte[] stored(String tensorName) {
    TensorEntry tensor =
        Optional.ofNullable(checkpoint).flatMap(known -> known.tensor(tensorName)).orElseThrow();
    if (tensor.type() == ElementType.F32) {
      return tensor.read();
    }
    float[] floats = tensor.readFloats();
    ByteBuffer bytes =
        ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(floats);
    return bytes.array();
  }

  private static byte[] drawn(InitialWeights random, String tensorName, List<Long> shape)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    random.write(tensorName, shape, bytes);
    return bytes.toByteArray();
  }

  /**
   * The files of the trained model beside its weights, by name.
   *
   * @param dropout the dropout of the training
   * @param trained the content of {@code decorum.json}
   */
  public Map<String, byte[]> files(Dropout dropout, ModelSettings trained) {
    Map<String, byte[]> files = commonFiles(trained);
    files.put(CONFIG, JsonFields.writeIndented(trainedConfig(dropout)));
    files.put(ModelSettings.FILE, trained.json());
    return files;
  }

  /**
   * The same of the language model that is trained first, which has no labels.
   *
   * @param dropout the dropout of the training
   */
  public Map<String, byte[]> languageModelFiles(Dropout dropout, ModelSettings trained) {
    Map<String, byte[]> files = commonFiles(trained);
    ObjectNode languageModel = trainedConfig(dropout);
    languageModel.putArray("architectures").add(network.languageModel());
    languageModel.remove(List.of("id2label", "label2id", "problem_type"));
    files.put(CONFIG, JsonFields.writeIndented(languageModel));
    return files;
  }

  private Map<String, byte[]> commonFiles(ModelSettings trained) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String file : TOKENIZER_FILES) {
      if (folder.has(file)) {
        files.put(file, folder.read(file, LARGEST_TOKENIZER_FILE));
      }
    }
    files.put(TOKENIZER_CONFIG, JsonFields.writeIndented(tokenizerConfig(trained)));
    return files;
  }

  private ObjectNode trainedConfig(Dropout dropout) {
    ObjectNode trained = config.node().deepCopy();
    trained.remove(FORGOTTEN);
    trained.putArray("architectures").add(network.architecture());
    trained.put("torch_dtype", "float32");
    trained.put("problem_type", "single_label_classification");
    if (pooling.skipsPadding()) {
      trained.put("pad_token_id", pooling.padTokenId());
    }
    network.describe(trained);
    dropout.writeTo(trained);
    OutputNames.write(head.labels(), trained);
    return trained;
  }

  /** The settings of the tokenizer with the truncation and padding of the training. */
  private ObjectNode tokenizerConfig(ModelSettings trained) {
    ObjectNode own =
        folder.has(TOKENIZER_CONFIG)
            ? json(folder, TOKENIZER_CONFIG).node().deepCopy()
            : JsonFields.newObject();
    own.remove("name_or_path");
    own.put("truncation_side", "left");
    own.put("padding_side", "right");
    Integer length = trained.maxTokens();
    if (length != null) {
      own.put("model_max_length", length);
    }
    if (!own.hasNonNull("pad_token") && own.hasNonNull("eos_token")) {
      own.set("pad_token", own.get("eos_token"));
    }
    return own;
  }
}

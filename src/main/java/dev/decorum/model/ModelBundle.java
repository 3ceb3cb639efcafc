package dev.decorum.model;

import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import dev.decorum.model.files.Sha256;
import dev.decorum.model.tensors.Checkpoint;
import dev.decorum.model.tokenizer.Affixes;
import dev.decorum.model.tokenizer.ModelTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A reward model as checked files on disk: its configuration, tokenizer and weights, and the
 * settings of {@code decorum.json}.
 *
 * <p>Opening reads the configuration, the tokenizer and the directory of the weights, but not the
 * weights; only files whose SHA-256 is pinned are read in full. Instances are immutable and may be
 * shared.
 */
public final class ModelBundle {
  private static final int LARGEST_CONFIG = 4 << 20;

  private final ModelFolder folder;
  private final boolean demo;
  private final ModelSettings settings;
  private final ModelTokenizer tokenizer;
  private final Weights weights;
  private final ClassifierSpec spec;
  private final Map<String, Path> used;
  private final List<String> notes = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private ModelBundle(ModelFolder folder, boolean demo, @Nullable String appropriateLabel) {
    this.folder = folder;
    this.demo = demo;
    notices.addAll(folder.notices());
    if (folder.has("adapter_config.json")) {
      throw new ModelException(
          folder.path()
              + ": adapter_config.json: this is an adapter (LoRA), not a whole model; merge it with"
              + " PEFT's merge_and_unload() and save that");
    }
    if (!folder.has("config.json")) {
      throw new ModelException(
          folder.path()
              + ": no config.json; a model is a Hugging Face folder with config.json,"
              + " model.safetensors and tokenizer.json"
              + WeightFiles.unfinished(folder));
    }
    if (folder.has("quantize_config.json")) {
      throw new ModelException(
          folder.path()
              + ": quantize_config.json: a GPTQ checkpoint; take the original with float32, float16"
              + " or bfloat16 weights");
    }
    settings =
        folder.has(ModelSettings.FILE)
            ? ModelSettings.read(json(ModelSettings.FILE))
            : ModelSettings.NONE;
    JsonFields configFile = json("config.json");
    Network network = Architectures.read(configFile);
    List<String> outputs = OutputNames.read(configFile);
    Pooling pooling = Pooling.read(configFile, network.vocabularySize());
    Head head = findHead(outputs, appropriateLabel);
    weights = WeightFiles.find(folder, settings.weights(), network.tensorPrefix());
    if (weights instanceof Weights.Tensors tensors) {
      network.check(folder.path().toString(), head.outputs(), tensors.checkpoint(), notices, notes);
    }
    tokenizer = ModelTokenizer.open(folder, configFile.text("tokenizer_class"));
    notices.addAll(tokenizer.notices());
    requireTokens(network.vocabularySize());
    spec = new ClassifierSpec(network, head, pooling, findMaxTokens(network.positions()));
    if (!pooling.skipsPadding()) {
      notices.add(
          "config.json has no pad_token_id that is a token; the answer is read at the last token,"
              + " whatever it is");
    }
    used = findUsed();
    CardLength.shorterThan(folder, spec.maxTokens()).ifPresent(notices::add);
    verifyPinned();
  }

  /** Makes sure that the tokenizer has no token that the network lacks. */
  private void requireTokens(int vocabularySize) {
    if (tokenizer.largestId() >= vocabularySize) {
      throw new ModelException(
          folder.path()
              + ": the tokenizer's ids go up to "
              + tokenizer.largestId()
              + ", but the model knows only "
              + vocabularySize
              + " tokens (vocab_size)");
    }
    for (int id : tokenizer.affixes().ids()) {
      if (id >= vocabularySize) {
        throw new ModelException(
            folder.path()
                + ": the tokenizer adds the id "
                + id
                + " to every text, but the model knows only "
                + vocabularySize
                + " tokens (vocab_size)");
      }
    }
  }

  private Head findHead(List<String> outputs, @Nullable String appropriateLabel) {
    String pinned = settings.appropriateLabel();
    LabelChoice.Wish wish =
        appropriateLabel != null
            ? new LabelChoice.Wish(appropriateLabel, "--appropriate-label")
            : pinned == null ? null : new LabelChoice.Wish(pinned, ModelSettings.FILE);
    Head found = LabelChoice.head(folder.path().resolve("config.json").toString(), outputs, wish);
    if (found.isToBeSaid() && !demo) {
      notices.add(found.source());
    }
    return found;
  }

  /**
   * Opens a model folder.
   *
   * @throws ModelException if anything about it is unusable; the message says what and why
   */
  public static ModelBundle open(Path folder) {
    return open(folder, null);
  }

  /**
   * Opens a model folder.
   *
   * @param appropriateLabel the label that means appropriate, by name or number; {@code null} for
   *     that of the folder
   * @throws ModelException if anything about it is unusable; the message says what and why
   */
  public static ModelBundle open(Path folder, @Nullable String appropriateLabel) {
    return new ModelBundle(ModelFolder.open(folder), false, appropriateLabel);
  }

  /**
   * Opens the small demonstration model that is part of Decorum. It is not the CHAI model.
   *
   * @throws ModelException if this build does not contain it
   */
  public static ModelBundle demo() {
    return demo(null);
  }

  /**
   * Opens the demonstration model.
   *
   * @param appropriateLabel as {@link #open(Path, String)}
   * @throws ModelException if this build does not contain it, or it has no such label
   */
  public static ModelBundle demo(@Nullable String appropriateLabel) {
    return new ModelBundle(ModelFolder.open(DemoModel.folder()), true, appropriateLabel);
  }

  private JsonFields json(String name) {
    return JsonFields.parse(
        folder.path().resolve(name).toString(), folder.read(name, LARGEST_CONFIG));
  }

  private int findMaxTokens(int positions) {
    Integer pinned = settings.maxTokens();
    if (pinned != null) {
      if (pinned > positions) {
        throw new ModelException(
            folder.path().resolve(ModelSettings.FILE)
                + ": max_tokens is "
                + pinned
                + ", but the model has only "
                + positions
                + " positions");
      }
      return pinned;
    }
    Integer length = tokenizer.maxLength();
    return length == null ? positions : Math.min(length, positions);
  }

  private void verifyPinned() {
    for (Map.Entry<String, String> pinned : new TreeMap<>(settings.checksums()).entrySet()) {
      String found = Sha256.of(folder.file(pinned.getKey()));
      if (!found.equals(pinned.getValue())) {
        throw new ModelException(
            folder.path().resolve(pinned.getKey())
                + ": its SHA-256 is "
                + found
                + ", but decorum.json pins "
                + pinned.getValue());
      }
    }
  }

  /** The name that {@code decorum.json} gives, or the folder's. */
  public String name() {
    String name = settings.name();
    return name != null ? name : demo ? "demo" : folder.name();
  }

  /** The folder as it was named; inside of a jar for the demonstration model of a release. */
  public Path folder() {
    return folder.path();
  }

  /** Whether this is the demonstration model, whose scores mean little. */
  public boolean isDemo() {
    return demo;
  }

  /** Everything about the classifier but its weights. */
  public ClassifierSpec spec() {
    return spec;
  }

  public ModelSettings settings() {
    return settings;
  }

  public Weights weights() {
    return weights;
  }

  /**
   * The weights as a checkpoint.
   *
   * @throws ModelException if they are an exported graph
   */
  public Checkpoint checkpoint() {
    if (weights instanceof Weights.Tensors found) {
      return found.checkpoint();
    }
    throw new ModelException(
        folder.path()
            + ": has an exported graph and no model.safetensors; only a checkpoint can be"
            + " quantized");
  }

  /** The meaning of the outputs, and how it is known. */
  public Head head() {
    return spec.head();
  }

  /**
   * The largest number of tokens in a window: that of {@code decorum.json}, or else the positions
   * of the model or the tokenizer's {@code model_max_length}, whichever is less.
   */
  public int maxTokens() {
    return spec.maxTokens();
  }

  /** The tokenizer in Hugging Face's JSON, UTF-8. */
  public byte[] tokenizerJson() {
    return tokenizer.json();
  }

  /** The tokens around every text. */
  public Affixes affixes() {
    return tokenizer.affixes();
  }

  /** Texts that the tokenizer turns into one token wherever they appear, even in a message. */
  public List<String> specialTokens() {
    return tokenizer.addedTokens();
  }

  /** Remarks on how the folder was understood, for careful users. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * Remarks on how the folder was understood that every user should see, since scores depend on it.
   */
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /**
   * Reads all weights and makes sure that they are finite numbers. Takes as long as reading the
   * files.
   *
   * @throws ModelException if a weight is infinite or not a number
   */
  public void checkWeights() {
    if (weights instanceof Weights.Tensors tensors) {
      spec.network().checkNumbers(tensors.checkpoint());
    }
  }

  /**
   * The real path of a file of this model.
   *
   * @param name relative to the folder
   * @throws ModelException if there is no such file, or if it is outside of the folder
   */
  public Path file(String name) {
    return folder.file(name);
  }

  /** The real path of the folder that contains all files of the model, at any depth. */
  public Path root() {
    return folder.root();
  }

  /**
   * SHA-256 in hexadecimal of every file that the bundle uses, by name. Reads all of them, which
   * takes about a second for half a gigabyte, so call it in the background.
   *
   * @throws ModelException if a file cannot be read any more, or has changed since the bundle was
   *     opened
   */
  public Map<String, String> checksums() {
    return folder.watched().sha256(used);
  }

  /**
   * Makes sure that the files have not changed since the bundle was opened; takes some
   * microseconds.
   *
   * @throws ModelException if one of them has changed
   */
  public void requireUnchanged() {
    folder.watched().requireUnchanged(used.values());
  }

  /** Every file that scores depend on, by name. */
  private Map<String, Path> findUsed() {
    List<String> names = new ArrayList<>(tokenizer.files());
    names.add("config.json");
    names.addAll(weights.names());
    for (String name : weights.names()) {
      // The names of exporters for the weights of a graph that is too large for one file.
      for (String data : List.of(name + "_data", name + ".data")) {
        if (folder.has(data)) {
          names.add(data);
        }
      }
    }
    if (folder.has(ModelSettings.FILE)) {
      names.add(ModelSettings.FILE);
    }
    Map<String, Path> files = new ConcurrentSkipListMap<>();
    names.forEach(name -> files.put(name, folder.file(name)));
    return files;
  }

  /**
   * The same as {@link #file}, for a file that scores depend on, such as weights of an exported
   * graph in files that only the graph names.
   */
  public Path use(String name) {
    return used.computeIfAbsent(name, folder::file);
  }
}

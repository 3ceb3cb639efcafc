package dev.decorum.model.tokenizer;

import dev.decorum.model.files.ModelException;
import dev.decorum.model.files.ModelFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a model folder: {@code tokenizer.json}, or its equivalent from {@code
 * vocab.json} and {@code merges.txt}, with the settings of the files beside it for special tokens
 * and spaces.
 */
public final class ModelTokenizer {
  private static final String TOKENIZER = "tokenizer.json";
  static final int LARGEST_FILE = 32 << 20;

  private final byte[] json;
  private final Affixes affixes;
  private final List<String> addedTokens;
  private final int largestId;
  private final int largestAddedId;
  private final @Nullable Integer maxLength;
  private final List<String> files;
  private final List<String> notices;

  private ModelTokenizer(ModelFolder folder, @Nullable String classOfModel) {
    List<String> used = new ArrayList<>();
    boolean whole = folder.has(TOKENIZER);
    byte[] file;
    String where;
    if (whole) {
      used.add(TOKENIZER);
      file = folder.read(TOKENIZER, LARGEST_FILE);
      where = folder.path().resolve(TOKENIZER).toString();
    } else {
      file = ComposedTokenizer.compose(folder, used);
      where = folder.path().resolve(ComposedTokenizer.VOCABULARY).toString();
    }
    // Reads only the added tokens at first, whose ids are then looked up in the vocabulary.
    TokenizerScan listed = TokenizerScan.addedTokens(file, where);
    TokenizerSettings settings =
        TokenizerSettings.read(folder, classOfModel, whole ? listed : null);
    if (!whole && !settings.isRebuilt()) {
      throw new ModelException(
          folder.path()
              + ": no tokenizer.json, without which the tokenizer_class of "
              + TokenizerSettings.CONFIG
              + " cannot be made");
    }
    used.addAll(settings.files());
    Set<String> wanted = new HashSet<>(settings.contents());
    listed.added().forEach(token -> wanted.add(token.content()));
    TokenizerScan scan = TokenizerScan.of(file, where, settings.isRebuilt(), wanted);
    AddedVocabulary vocabulary =
        new AddedVocabulary(where, scan.vocabularyIds(), scan.vocabularySize());
    if (!settings.isRebuilt()) {
      vocabulary.add(listed.added());
      vocabulary.copy();
    }
    settings.addTo(vocabulary);
    vocabulary.check(scan.isNormalizing());
    json = scan.json(settings.isRebuilt() ? settings.preTokenizer() : null, vocabulary.json());
    affixes =
        scan.affixes() == null || settings.sayAffixes()
            ? settings.affixes(vocabulary)
            : scan.affixes();
    addedTokens = vocabulary.contents();
    largestId = scan.largestId();
    largestAddedId = vocabulary.largestId();
    maxLength = settings.maxLength();
    files = List.copyOf(used);
    notices = settings.notices(folder);
  }

  /**
   * Reads the tokenizer of a folder.
   *
   * @param classOfModel {@code tokenizer_class} of {@code config.json}; {@code null} if it has none
   * @throws ModelException if there is no tokenizer, or it cannot be used
   */
  public static ModelTokenizer open(ModelFolder folder, @Nullable String classOfModel) {
    return new ModelTokenizer(folder, classOfModel);
  }

  /** The tokenizer in Hugging Face's JSON, UTF-8, without the tokens around a text. */
  public byte[] json() {
    return json.clone();
  }

  /** The tokens around every text. */
  public Affixes affixes() {
    return affixes;
  }

  /** Texts that become one token wherever they appear. */
  public List<String> addedTokens() {
    return addedTokens;
  }

  /** The largest id of the vocabulary. */
  public int largestId() {
    return largestId;
  }

  /** The largest id of an added token; -1 if there is none. */
  public int largestAddedId() {
    return largestAddedId;
  }

  /** {@code model_max_length}, if the tokenizer has a limit. */
  public @Nullable Integer maxLength() {
    return maxLength;
  }

  /** Names of the files read. */
  public List<String> files() {
    return files;
  }

  /** Remarks that every user should see. */
  public List<String> notices() {
    return notices;
  }
}

package dev.decorum.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.decorum.conversation.Flag;
import dev.decorum.format.TokenCounter;
import dev.decorum.format.Window;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.files.ModelException;
import dev.decorum.model.tokenizer.Affixes;
import dev.decorum.model.tokenizer.ModelTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bundle's tokenizer with the one truncation rule: of more than {@code maxTokens} ids the last
 * ones stay, as Hugging Face does with {@code truncation_side="left"}. The tokens that the
 * tokenizer puts around every text count among them; a special token that a user typed becomes its
 * id, and the row is flagged.
 */
public final class WindowTokenizer implements TokenCounter, AutoCloseable {

  /** DJL's defaults cut to 512 tokens on the wrong side and pad with 0: all of that is off. */
  private static final Map<String, String> AS_IT_IS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;
  private final List<String> specialTokens;
  private final Affixes affixes;
  private final int vocabularySize;

  private WindowTokenizer(
      HuggingFaceTokenizer tokenizer,
      int maxTokens,
      List<String> specialTokens,
      Affixes affixes,
      int vocabularySize) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.specialTokens = List.copyOf(specialTokens);
    this.affixes = affixes;
    this.vocabularySize = vocabularySize;
    if (affixes.size() >= maxTokens) {
      throw new ModelException(
          "the tokenizer adds "
              + affixes.size()
              + " tokens to every text, which leaves no room for it in a window of "
              + maxTokens);
    }
  }

  /**
   * Loads the tokenizer of a model.
   *
   * @param maxTokens the length of the window, at least 1
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(ModelBundle bundle, int maxTokens) {
    return load(
        bundle.tokenizerJson(),
        maxTokens,
        bundle.specialTokens(),
        bundle.affixes(),
        bundle.config().vocabularySize());
  }

  /**
   * Loads the tokenizer of a folder.
   *
   * @param maxTokens the length of the model's window, at least 1
   * @param vocabularySize how many tokens the model knows
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(ModelTokenizer tokenizer, int maxTokens, int vocabularySize) {
    return load(
        tokenizer.json(), maxTokens, tokenizer.addedTokens(), tokenizer.affixes(), vocabularySize);
  }

  /**
   * Loads a tokenizer.
   *
   * @param tokenizerJson the content of a {@code tokenizer.json}
   * @param maxTokens the length of the model's window, at least 1
   * @param specialTokens spellings that the tokenizer turns into special ids
   * @throws ModelException if the tokenizer library cannot use it
   */
  public static WindowTokenizer load(
      byte[] tokenizerJson, int maxTokens, List<String> specialTokens) {
    return load(tokenizerJson, maxTokens, specialTokens, Affixes.NONE, Integer.MAX_VALUE);
  }

  private static WindowTokenizer load(
      byte[] tokenizerJson,
      int maxTokens,
      List<String> specialTokens,
      Affixes affixes,
      int vocabularySize) {
    try {
      return new WindowTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), AS_IT_IS),
          maxTokens,
          specialTokens,
          affixes,
          vocabularySize);
    } catch (ModelException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new ModelException("the tokenizer cannot be loaded: " + e.getMessage(), e);
    }
  }

  @Override
  public int count(String text) {
    int count = 0;
    String safe = withoutLoneSurrogates(text);
    for (TextPiece piece : TextPiece.of(safe, specialTokens)) {
      count += encode(piece).getIds().length;
    }
    return count;
  }

  /**
   * The ids that the model reads for {@code window}; empty where its text has no token at all,
   * since then there is nothing to score.
   *
   * @throws UnknownTokenException if it has a token that was added to the tokenizer and not to the
   *     model
   */
  public Optional<TokenWindow> tokenize(Window window) {
    return tokenizeText(window).map(TokenizedText::tokens);
  }

  /** As {@link #tokenize}, together with the text and the place where it was cut. */
  public Optional<TokenizedText> tokenizeText(Window window) {
    String text = withoutLoneSurrogates(window.text());
    Tail tail = tail(text);
    if (tail.count() == 0) {
      return Optional.empty();
    }
    int dropped = Math.max(0, tail.count() - (maxTokens - affixes.size()));
    int textStart = dropped == 0 ? 0 : tail.startOf(dropped);
    EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    flags.addAll(window.flags());
    if (dropped > 0) {
      flags.add(Flag.TRUNCATED);
    }
    if (specialTokens.stream().anyMatch(token -> text.indexOf(token, textStart) >= 0)) {
      flags.add(Flag.SPECIAL_TOKEN_IN_TEXT);
    }
    if (!text.equals(window.text())) {
      flags.add(Flag.LONE_SURROGATE);
    }
    int used = (int) window.messageEnds().stream().filter(end -> end > textStart).count();
    return Optional.of(
        new TokenizedText(
            text,
            textStart,
            new TokenWindow(
                window.id(),
                window.context(),
                ids(tail.idsFrom(dropped)),
                dropped,
                window.messages(),
                used,
                flags)));
  }

  /** The ids of the text and those around it. */
  private int[] ids(int[] text) {
    for (int id : text) {
      if (id >= vocabularySize) {
        throw new UnknownTokenException(id, vocabularySize);
      }
    }
    if (affixes.size() == 0) {
      return text;
    }
    int[] ids = new int[affixes.size() + text.length];
    int at = 0;
    for (int id : affixes.before()) {
      ids[at++] = id;
    }
    System.arraycopy(text, 0, ids, at, text.length);
    at += text.length;
    for (int id : affixes.behind()) {
      ids[at++] = id;
    }
    return ids;
  }

  /** Encodes a text and keeps the pieces at its end that hold the last tokens. */
  private Tail tail(String text) {
    Tail tail = new Tail(maxTokens - affixes.size());
    for (TextPiece piece : TextPiece.of(text, specialTokens)) {
      tail.add(piece, encode(piece));
    }
    return tail;
  }

  private Encoding encode(TextPiece piece) {
    try {
      return tokenizer.encode(piece.text(), false, false);
    } catch (RuntimeException e) {
      throw new ModelException("the tokenizer cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /**
   * Half a surrogate pair has no UTF-8 form; handed to the native tokenizer it corrupts other
   * characters of the same string, so each becomes U+FFFD first, as Python's {@code
   * errors="replace"} does.
   */
  private static String withoutLoneSurrogates(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else {
        return replaceLoneSurrogates(text, i);
      }
    }
    return text;
  }

  private static String replaceLoneSurrogates(String text, int from) {
    StringBuilder safe = new StringBuilder(text);
    for (int i = from; i < safe.length(); i++) {
      char c = safe.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < safe.length()
          && Character.isLowSurrogate(safe.charAt(i + 1))) {
        i++;
      } else {
        safe.setCharAt(i, '\uFFFD');
      }
    }
    return safe.toString();
  }

  /** The end of a text in tokens, and how many there are before it. */
  private static final class Tail {
    private final int wanted;
    private final Deque<Encoded> pieces = new ArrayDeque<>();
    private int before;
    private int kept;

    private record Encoded(TextPiece piece, Encoding encoding) {
      int size() {
        return encoding.getIds().length;
      }
    }

    Tail(int wanted) {
      this.wanted = wanted;
    }

    void add(TextPiece piece, Encoding encoding) {
      Encoded added = new Encoded(piece, encoding);
      pieces.add(added);
      kept += added.size();
      while (kept - pieces.getFirst().size() >= wanted) {
        int gone = pieces.removeFirst().size();
        kept -= gone;
        before += gone;
      }
    }

    /** Tokens of the whole text. */
    int count() {
      return before + kept;
    }

    /** The ids from a token on, which is one of the last. */
    int[] idsFrom(int token) {
      int[] ids = new int[count() - token];
      int at = before - token;
      for (Encoded each : pieces) {
        for (long id : each.encoding().getIds()) {
          if (at >= 0) {
            ids[at] = Math.toIntExact(id);
          }
          at++;
        }
      }
      return ids;
    }

    /** Where in the text a token begins, which is one of the last. */
    int startOf(int token) {
      int index = token - before;
      for (Encoded each : pieces) {
        if (index < each.size()) {
          return each.piece().start()
              + each.piece().offset(each.encoding().getCharTokenSpans()[index].getStart());
        }
        index -= each.size();
      }
      throw new IndexOutOfBoundsException(token);
    }
  }
}

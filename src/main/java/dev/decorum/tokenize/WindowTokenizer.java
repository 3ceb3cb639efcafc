package dev.decorum.tokenize;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.decorum.conversation.Flag;
import dev.decorum.format.TokenCounter;
import dev.decorum.format.Window;
import dev.decorum.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bundle's tokenizer with the one truncation rule: of more than {@code maxTokens} ids the last
 * ones stay, as Hugging Face does with {@code truncation_side="left"}. No special tokens are added;
 * one that a user typed becomes its id, and the row is flagged.
 */
public final class WindowTokenizer implements TokenCounter, AutoCloseable {

  /** DJL's defaults cut to 512 tokens on the wrong side and pad with 0: all of that is off. */
  private static final Map<String, String> AS_IT_IS =
      Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final int maxTokens;
  private final List<String> specialTokens;

  private WindowTokenizer(
      HuggingFaceTokenizer tokenizer, int maxTokens, List<String> specialTokens) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.specialTokens = List.copyOf(specialTokens);
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
    try {
      return new WindowTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), AS_IT_IS),
          maxTokens,
          specialTokens);
    } catch (IOException | RuntimeException e) {
      throw new ModelException("the tokenizer cannot be loaded: " + e.getMessage(), e);
    }
  }

  @Override
  public int count(String text) {
    return tokenizer.encode(withoutLoneSurrogates(text), false, false).getIds().length;
  }

  /**
   * The ids that the model reads for {@code window}; empty where its text has no token at all,
   * since then there is nothing to score.
   */
  public Optional<TokenWindow> tokenize(Window window) {
    return tokenizeText(window).map(TokenizedText::tokens);
  }

  /** As {@link #tokenize}, together with the text and the place where it was cut. */
  public Optional<TokenizedText> tokenizeText(Window window) {
    String text = withoutLoneSurrogates(window.text());
    Encoding encoding = tokenizer.encode(text, false, false);
    long[] all = encoding.getIds();
    if (all.length == 0) {
      return Optional.empty();
    }
    int dropped = Math.max(0, all.length - maxTokens);
    int[] kept = new int[all.length - dropped];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.toIntExact(all[dropped + i]);
    }
    int textStart = dropped == 0 ? 0 : startOf(encoding, dropped, text);
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
                window.id(), window.context(), kept, dropped, window.messages(), used, flags)));
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** Where the token at {@code index} begins in {@code text}; the library counts code points. */
  private static int startOf(Encoding encoding, int index, String text) {
    return text.offsetByCodePoints(0, encoding.getCharTokenSpans()[index].getStart());
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
}

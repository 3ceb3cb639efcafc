package dev.decorum.score;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run was: enough to repeat it, and to tell whether two score files may be compared.
 *
 * @param decorum version of this program
 * @param model the reward model
 * @param formatter how text was written
 * @param window what of a conversation was shown
 * @param baseline the probability that scores are compared with
 * @param precision arithmetic of the model, for example {@code fp32}
 * @param device where the model ran
 * @param versions versions of runtime libraries and of Java
 * @param seed seed of random choices; {@code null} where the run made none
 * @param inputs what was read, in order
 * @param counts how many there were of what
 * @param seconds wall-clock time from the start of reading to the last score
 */
public record RunManifest(
    String decorum,
    Model model,
    Formatter formatter,
    Window window,
    double baseline,
    String precision,
    String device,
    Map<String, String> versions,
    @Nullable Long seed,
    List<Input> inputs,
    Counts counts,
    double seconds) {

  public RunManifest {
    Objects.requireNonNull(model);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    inputs = List.copyOf(inputs);
  }

  /**
   * The reward model.
   *
   * @param name its folder's name or the name it gives itself
   * @param demo whether it is the bundled demo
   * @param appropriateLabel which output stands for <em>appropriate</em>
   * @param attribution whom to credit for it; {@code null} where the model does not say
   * @param sha256 SHA-256 of every file used, the tokenizer's among them
   */
  public record Model(
      String name,
      boolean demo,
      int appropriateLabel,
      @Nullable String attribution,
      Map<String, String> sha256) {
    public Model {
      sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
    }
  }

  /**
   * The formatter.
   *
   * @param name its name
   * @param sha256 hash of its definition
   */
  public record Formatter(String name, String sha256) {}

  /**
   * The window.
   *
   * @param history how many messages at most; {@code null} for all
   * @param turns {@code last}, {@code bot} or {@code all}
   * @param maxTokens how many tokens at most
   * @param truncation which side is cut; always {@code left}
   */
  public record Window(@Nullable Integer history, String turns, int maxTokens, String truncation) {}

  /**
   * One input.
   *
   * @param path as the user named it
   * @param bytes size as it lies on disk
   * @param sha256 hash of those bytes
   */
  public record Input(String path, long bytes, String sha256) {}

  /**
   * Numbers of things.
   *
   * @param read input rows, good and bad
   * @param scored output rows
   * @param rejected input rows or windows that could not be scored
   * @param tokens tokens that the model read, padding not counted
   * @param tokensDropped tokens cut off on the left
   * @param inputsFailed inputs of which nothing or only the beginning could be read
   */
  public record Counts(
      long read, long scored, long rejected, long tokens, long tokensDropped, long inputsFailed) {}
}

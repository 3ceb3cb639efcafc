package dev.decorum.pipeline;

import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the latest windows of a run, so that equal ones are not computed twice: the first is
 * computed, and the others wait for it. Which one is first depends only on the order of the rows,
 * not on timing, so that runs are reproducible to the last bit.
 *
 * <p>Windows are identified by the first 128 bits of the SHA-256 of their token ids. Thread-safe.
 */
final class WindowDeduplication {

  /** More windows than are ever in flight, so that no claim is dropped before it is answered. */
  static final int REMEMBERED = 1 << 16;

  /** The logits of a window, or the windows that wait for them. */
  private static final class Answer {
    private @Nullable Logits logits;
    private final List<TokenWindow> waiting = new ArrayList<>(0);
  }

  private record Key(long first, long second) {
    static Key of(TokenWindow window) {
      return new Key(window.sha256Bits(0), window.sha256Bits(1));
    }
  }

  private final Map<Key, Answer> answers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Answer> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The result of {@link #claim}. */
  sealed interface Claim {

    /** An equal window's logits are known. */
    record Known(Logits logits) implements Claim {}

    /** An equal window is being computed, whose answer will release this one. */
    record Waits() implements Claim {}

    /** No equal window was seen; the caller has to answer. */
    record Granted() implements Claim {}
  }

  private static final Claim WAITS = new Claim.Waits();
  private static final Claim GRANTED = new Claim.Granted();

  /** Claims a window for computation, unless an equal one was claimed before. */
  synchronized Claim claim(TokenWindow window) {
    Key key = Key.of(window);
    Answer answer = answers.get(key);
    if (answer == null) {
      answers.put(key, new Answer());
      return GRANTED;
    }
    if (answer.logits != null) {
      return new Claim.Known(answer.logits);
    }
    answer.waiting.add(window);
    return WAITS;
  }

  /**
   * Records the logits of a window that was granted.
   *
   * @return the windows that waited for it
   */
  synchronized List<TokenWindow> answer(TokenWindow window, Logits logits) {
    Answer answer = answers.get(Key.of(window));
    if (answer == null) {
      throw new IllegalStateException("the claim of " + window.id() + " was forgotten");
    }
    answer.logits = logits;
    List<TokenWindow> released = List.copyOf(answer.waiting);
    answer.waiting.clear();
    return released;
  }

  /**
   * Records that the model failed on a window that was granted; an equal one may be tried again.
   *
   * @return the windows that waited for it
   */
  synchronized List<TokenWindow> giveUp(TokenWindow window) {
    Answer answer = answers.remove(Key.of(window));
    return answer == null ? List.of() : answer.waiting;
  }
}

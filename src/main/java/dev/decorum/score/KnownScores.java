package dev.decorum.score;

import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import org.jspecify.annotations.Nullable;

/** What the model gave for windows of earlier runs. */
@FunctionalInterface
public interface KnownScores {

  /** Nothing is known. */
  KnownScores NONE = window -> null;

  /** The logits of one window with the same token ids; null where it was never scored. */
  @Nullable Logits find(TokenWindow window);
}

package dev.decorum.score;

import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import org.jspecify.annotations.Nullable;

/** Finds logits that earlier runs computed. */
@FunctionalInterface
public interface KnownScores {

  /** No logits are known. */
  KnownScores NONE = window -> null;

  /** The logits of a window with the same token ids; null if it was never scored. */
  @Nullable Logits find(TokenWindow window);
}

package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/** What one run of the model computes. */
public sealed interface Work permits Batch, Pass {

  /** The windows whose logits the run gives, in that order. */
  List<TokenWindow> windows();

  /** How many tokens the run computes, padding included. */
  int computedTokens();

  /** Work that starts from what this run leaves behind, and can only be done after it. */
  List<? extends Work> following();
}

package dev.decorum.batch;

import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/** The work of one run of the model. */
public sealed interface Work permits PaddedBatch, PackedBatch {

  /** The windows whose logits the run computes, in their order. */
  List<TokenWindow> windows();

  /** The number of tokens that the run computes, with padding. */
  int computedTokens();

  /** Work that continues the past of this run and has to be done after it. */
  List<? extends Work> following();
}

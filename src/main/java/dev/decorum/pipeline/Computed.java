package dev.decorum.pipeline;

import dev.decorum.infer.InferenceException;
import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/** Where the logits of windows go once the model has given them. */
interface Computed {

  /** The model gave one pair of logits for each window. */
  void computed(List<TokenWindow> windows, Logits logits) throws InterruptedException;

  /** The model failed on this window alone. */
  void refuse(TokenWindow window, InferenceException failure) throws InterruptedException;
}

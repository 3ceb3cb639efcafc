package dev.decorum.pipeline;

import dev.decorum.infer.InferenceException;
import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import java.util.List;

/** Receives the logits that the model computes. */
interface LogitsSink {

  /** Receives one pair of logits for each window. */
  void computed(List<TokenWindow> windows, Logits logits) throws InterruptedException;

  /** Records that the model failed on this single window. */
  void refuse(TokenWindow window, InferenceException failure) throws InterruptedException;
}

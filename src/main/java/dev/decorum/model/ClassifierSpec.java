package dev.decorum.model;

import java.util.Objects;

/**
 * What decides a score besides the weights and the tokens of a window, the same for a network that
 * is built over a checkpoint and for a graph that was exported elsewhere.
 *
 * @param network the architecture and its size
 * @param head what the outputs mean, and how they become a score
 * @param pooling at which token they are read
 * @param maxTokens most tokens of a window, from 1 to the positions of the network
 */
public record ClassifierSpec(Network network, Head head, Pooling pooling, int maxTokens) {

  public ClassifierSpec {
    Objects.requireNonNull(network);
    Objects.requireNonNull(head);
    Objects.requireNonNull(pooling);
    if (maxTokens < 1 || maxTokens > network.positions()) {
      throw new IllegalArgumentException(
          maxTokens + " tokens for " + network.positions() + " positions");
    }
    if (pooling.padTokenId() >= network.vocabularySize()) {
      throw new IllegalArgumentException("the padding is no token: " + pooling.padTokenId());
    }
  }
}

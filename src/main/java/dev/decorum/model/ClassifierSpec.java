package dev.decorum.model;

import java.util.Objects;

/**
 * Everything about a classifier that decides a score except its weights, for networks built over a
 * checkpoint and for exported graphs alike.
 *
 * @param network the architecture and its size
 * @param head the meaning of the outputs, and how they become a score
 * @param pooling the token at which outputs are read
 * @param maxTokens the largest number of tokens in a window, from 1 to the positions of the network
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

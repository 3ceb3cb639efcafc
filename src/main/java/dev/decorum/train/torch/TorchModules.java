package dev.decorum.train.torch;

import dev.decorum.model.Dropout;
import dev.decorum.model.Gpt2Network;
import dev.decorum.model.Network;
import dev.decorum.train.TrainingException;

/** Chooses the module that trains a network of an architecture. */
final class TorchModules {
  private TorchModules() {}

  /**
   * Checks that there is a module for a network.
   *
   * @throws TrainingException if there is none
   */
  static void check(Network network) {
    if (network instanceof Gpt2Network gpt2) {
      Gpt2Module.check(gpt2.config());
    } else {
      throw unknown(network);
    }
  }

  /** The module of a network that was checked. */
  static TorchModule of(Network network, Dropout dropout, FlatParameters parameters) {
    if (network instanceof Gpt2Network gpt2) {
      return new Gpt2Module(gpt2.config(), dropout, parameters);
    }
    throw unknown(network);
  }

  private static TrainingException unknown(Network network) {
    return new TrainingException(network.architecture() + " cannot be trained");
  }
}

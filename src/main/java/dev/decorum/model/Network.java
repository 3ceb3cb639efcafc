package dev.decorum.model;

import dev.decorum.model.tensors.Checkpoint;
import java.util.List;
import java.util.Map;

/**
 * The network of a classifier: a decoder of some architecture and its size, with a linear layer
 * that makes the outputs of a token's vector. Whatever does not build or check a network of one
 * architecture itself goes by what is said here.
 */
public sealed interface Network permits Gpt2Network {

  /** What Hugging Face calls the architecture with its classifier. */
  String architecture();

  /** What Hugging Face puts before the names of all tensors but those of the classifier. */
  String tensorPrefix();

  /** Number of transformer blocks. */
  int layers();

  /** Attention heads a block. */
  int heads();

  /** Length of a token's vector. */
  int width();

  /** Width of the feed-forward block. */
  int innerWidth();

  /** Most tokens of a window. */
  int positions();

  /** How many tokens there are; ids are below. */
  int vocabularySize();

  /** How many weights the linear layers of all blocks have, biases not counted. */
  long linearWeights();

  /** The keys and values of a token. */
  KeyValueShape keysAndValues();

  /** What else tells networks of this architecture apart, for people, by its name. */
  Map<String, String> details();

  /**
   * Checks that a checkpoint has every tensor of the network, of the right shape and of a type that
   * can be computed with. Reads no tensor.
   *
   * @param folder the model's folder, for messages
   * @param outputs how many outputs the network has to have
   * @param notices hears of tensors that change scores where they count
   * @param notes hears of tensors that are there besides
   * @throws dev.decorum.model.files.ModelException if one is missing or unusable
   */
  void check(
      String folder, int outputs, Checkpoint checkpoint, List<String> notices, List<String> notes);

  /**
   * Reads every tensor of the network.
   *
   * @throws dev.decorum.model.files.ModelException if a weight is infinite or no number
   */
  void checkNumbers(Checkpoint checkpoint);
}

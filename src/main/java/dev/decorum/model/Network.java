package dev.decorum.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.model.tensors.Checkpoint;
import java.util.List;
import java.util.Map;

/**
 * The network of a classifier: a decoder of some architecture and size, with a linear layer that
 * computes the outputs from a token's vector. Code that does not build or check one architecture
 * depends only on this interface.
 */
public sealed interface Network permits Gpt2Network {

  /** The beginning of the names of the head's tensors, in every classifier of Hugging Face. */
  String HEAD = "score.";

  /** Hugging Face's name for the architecture with its classifier. */
  String architecture();

  /** Hugging Face's name for the architecture as a language model. */
  String languageModel();

  /** Hugging Face's prefix of the names of all tensors but those of the classifier. */
  String tensorPrefix();

  /** The number of transformer blocks. */
  int layers();

  /** The number of attention heads per block. */
  int heads();

  /** The length of a token's vector. */
  int width();

  /** The width of the feed-forward block. */
  int innerWidth();

  /** The largest number of tokens in a window. */
  int positions();

  /** The number of tokens, which all ids are below. */
  int vocabularySize();

  /** The number of weights in the linear layers of all blocks, without biases. */
  long linearWeights();

  /** The keys and values of a token. */
  KeyValueShape keysAndValues();

  /**
   * The shapes of all tensors by their names without {@link #tensorPrefix}, in the order in which
   * they are written.
   *
   * @param outputs the number of outputs
   */
  Map<String, List<Long>> tensors(int outputs);

  /** Other properties of a network of this architecture by name, for people. */
  Map<String, String> details();

  /**
   * Checks that a checkpoint has every tensor of the network, with the right shape and a supported
   * type. Does not read tensors.
   *
   * @param folder the model's folder, for messages
   * @param outputs the required number of outputs
   * @param notices receives remarks on tensors that change scores where they are used
   * @param notes receives remarks on additional tensors
   * @throws dev.decorum.model.files.ModelException if a tensor is missing or unusable
   */
  void check(
      String folder, int outputs, Checkpoint checkpoint, List<String> notices, List<String> notes);

  /**
   * As {@link #check}, for a checkpoint that has no head, or one that is not used.
   *
   * @param notes receives remarks on additional tensors
   */
  void checkBody(String folder, Checkpoint checkpoint, List<String> notes);

  /** Writes the network's size into a {@code config.json}, as Hugging Face does. */
  void describe(ObjectNode config);

  /**
   * Reads every tensor of the network.
   *
   * @throws dev.decorum.model.files.ModelException if a weight is infinite or not a number
   */
  void checkNumbers(Checkpoint checkpoint);
}

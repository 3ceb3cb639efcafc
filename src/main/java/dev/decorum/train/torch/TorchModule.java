package dev.decorum.train.torch;

import org.bytedeco.pytorch.Tensor;

/** The computation of a network with libtorch. */
interface TorchModule {

  /**
   * Computes the outputs of windows.
   *
   * @param ids the token ids as int64, [windows, tokens], padded on the right
   * @param rows the token of each window at which outputs are read, as an index into all tokens
   * @param training whether dropout applies
   * @return the outputs, [windows, outputs]
   */
  Tensor outputs(Tensor ids, Tensor rows, boolean training);

  /**
   * Computes the logits of the tokens that come next, as a language model does.
   *
   * @param ids the token ids as int64, [windows, tokens], padded on the right
   * @param rows the tokens whose successors are predicted, as indices into all tokens
   * @param training whether dropout applies
   * @return the logits, [rows, vocabulary]
   */
  Tensor nextTokens(Tensor ids, Tensor rows, boolean training);
}

package dev.decorum.model.tensors;

import java.util.List;

/**
 * What a pickle says of a tensor: a view of a storage. None of the numbers is checked against
 * another.
 *
 * @param offset of the first element from the start of the storage, in elements
 * @param shape its dimensions
 * @param strides how many elements lie between neighbours along each dimension
 */
record PickledTensor(PickledStorage storage, long offset, List<Long> shape, List<Long> strides) {
  PickledTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }
}

package dev.decorum.model.tensors;

import java.util.List;

/**
 * A pickle's description of a tensor, which is a view of a storage. Its numbers have not been
 * checked against each other.
 *
 * @param offset the distance of the first element from the start of the storage, in elements
 * @param shape its dimensions
 * @param strides the distance in elements between neighbours along each dimension
 */
record PickledTensor(PickledStorage storage, long offset, List<Long> shape, List<Long> strides) {
  PickledTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }
}

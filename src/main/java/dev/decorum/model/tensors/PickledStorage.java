package dev.decorum.model.tensors;

/**
 * A pickle's description of a storage, whose elements are elsewhere in the file.
 *
 * @param type the type of the elements
 * @param key the name of the storage in the file
 * @param count the number of elements
 */
record PickledStorage(ElementType type, String key, long count) {}

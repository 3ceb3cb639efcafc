package dev.decorum.model.tensors;

/**
 * What a pickle says of a row of elements that lies elsewhere in the file.
 *
 * @param type of each element
 * @param key the name that the row has in the file
 * @param count of elements
 */
record PickledStorage(ElementType type, String key, long count) {}

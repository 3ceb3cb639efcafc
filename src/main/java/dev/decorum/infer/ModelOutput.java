package dev.decorum.infer;

/**
 * The result of a run of the model.
 *
 * @param logits one pair for each window of the work, in order
 * @param cache keys and values for work that follows, released once by each; {@link
 *     KeyValueCache#NONE} if there is none
 */
public record ModelOutput(Logits logits, KeyValueCache cache) {}

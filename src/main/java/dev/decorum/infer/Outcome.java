package dev.decorum.infer;

/**
 * The result of a run of the model.
 *
 * @param logits one pair for each window of the work, in order
 * @param past the past for work that follows, released once by each; {@link Past#NONE} if there is
 *     none
 */
public record Outcome(Logits logits, Past past) {}

package dev.decorum.infer;

/**
 * What a run of the model gave.
 *
 * @param logits one pair for each of the work's windows, in their order
 * @param past what the work that follows continues; {@link Past#NONE} if none does. It is released
 *     once by each of them.
 */
public record Outcome(Logits logits, Past past) {}

package dev.decorum.bench;

import java.util.OptionalInt;

/**
 * Settings that were tried on a small sample.
 *
 * @param threads how many threads ran the model
 * @param batchTokens the token budget of a batch; empty for the one that the run was started with
 * @param tokensPerSecond the best of several runs
 */
public record Trial(int threads, OptionalInt batchTokens, double tokensPerSecond) {}

package dev.decorum.bench;

import java.util.OptionalInt;

/**
 * A trial of settings on a small sample.
 *
 * @param threads the number of threads
 * @param batchTokens the token budget of a batch; empty for that of the run
 * @param tokensPerSecond the best of several runs
 */
public record Trial(int threads, OptionalInt batchTokens, double tokensPerSecond) {}

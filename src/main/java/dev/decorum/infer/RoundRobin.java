package dev.decorum.infer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Deals runners in turn, so that every source of them gets as many as any other, give or take one.
 * Thread-safe if its sources are.
 */
final class RoundRobin implements Supplier<ModelRunner> {
  private final List<Supplier<ModelRunner>> sources;
  private final AtomicInteger dealt = new AtomicInteger();

  /**
   * @param sources at least one
   */
  RoundRobin(List<Supplier<ModelRunner>> sources) {
    this.sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("nothing to deal from");
    }
  }

  @Override
  public ModelRunner get() {
    return sources.get(Math.floorMod(dealt.getAndIncrement(), sources.size())).get();
  }
}

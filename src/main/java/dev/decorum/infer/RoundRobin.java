package dev.decorum.infer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Takes runners from several sources in turn, so that their numbers differ by one at most.
 * Thread-safe if the sources are.
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

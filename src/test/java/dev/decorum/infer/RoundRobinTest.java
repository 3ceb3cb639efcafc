package dev.decorum.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.decorum.batch.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RoundRobinTest {

  /** A runner that knows where it came from. */
  private record Named(String source) implements ModelRunner {
    @Override
    public ModelOutput run(Work work, KeyValueCache cache) {
      return new ModelOutput(new Logits(new float[2 * work.windows().size()]), KeyValueCache.NONE);
    }

    @Override
    public void close() {}
  }

  @Test
  void sourcesTakeTurns() {
    RoundRobin deal =
        new RoundRobin(List.of(() -> new Named("a"), () -> new Named("b"), () -> new Named("c")));
    List<ModelRunner> dealt = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      dealt.add(deal.get());
    }
    assertEquals(
        List.of("a", "b", "c", "a", "b", "c", "a"),
        dealt.stream().map(runner -> ((Named) runner).source()).toList());
  }

  @Test
  void oneSourceGivesAll() {
    ModelRunner only = new Named("only");
    RoundRobin deal = new RoundRobin(List.of(() -> only));
    assertSame(only, deal.get());
    assertSame(only, deal.get());
  }

  @Test
  void threadsThatComeAtOnceAreSpreadEvenly() throws Exception {
    RoundRobin deal = new RoundRobin(List.of(() -> new Named("a"), () -> new Named("b")));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        tasks.add(() -> ((Named) deal.get()).source());
      }
      int ofA = 0;
      for (Future<String> source : threads.invokeAll(tasks)) {
        ofA += source.get().equals("a") ? 1 : 0;
      }
      assertEquals(200, ofA);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingToDealFromIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RoundRobin(List.of()));
  }
}

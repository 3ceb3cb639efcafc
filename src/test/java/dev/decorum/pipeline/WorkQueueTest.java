package dev.decorum.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.Waiting;
import dev.decorum.batch.PackedBatch;
import dev.decorum.batch.Segment;
import dev.decorum.batch.Work;
import dev.decorum.infer.KeyValueCache;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkQueueTest {
  private static final TokenWindow WINDOW = TokenWindows.of(0, 1, 2, 3, 4);

  private static PackedBatch batch(int past, int to, PackedBatch... following) {
    return new PackedBatch(
        past, List.of(new Segment(WINDOW, past, to, Segment.NONE, List.of())), List.of(following));
  }

  private static Work take(WorkQueue queue) throws InterruptedException {
    return Objects.requireNonNull(queue.take()).work();
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task, "the other thread");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Test
  void whatFollowsComesFirstAndTheLatestBeforeAll() throws InterruptedException {
    PackedBatch deep = batch(2, 3);
    PackedBatch left = batch(1, 2, deep);
    PackedBatch right = batch(1, 3);
    PackedBatch root = batch(0, 1, left, right);
    PackedBatch other = batch(0, 2);
    WorkQueue queue = new WorkQueue(4);
    queue.submit(root);
    queue.submit(other);
    queue.complete();
    assertSame(root, take(queue));
    queue.done(root.following(), KeyValueCache.NONE);
    assertSame(left, take(queue));
    queue.done(left.following(), KeyValueCache.NONE);
    assertSame(deep, take(queue));
    assertSame(right, take(queue));
    assertSame(other, take(queue));
    for (int i = 0; i < 3; i++) {
      queue.done(List.of(), KeyValueCache.NONE);
    }
    assertNull(queue.take());
  }

  @Test
  void nobodyLeavesWhileWorkMayStillFollow() throws Exception {
    WorkQueue queue = new WorkQueue(4);
    PackedBatch next = batch(1, 2);
    queue.submit(batch(0, 1, next));
    queue.complete();
    take(queue);
    FutureTask<Work> second = new FutureTask<>(() -> take(queue));
    Waiting.untilItWaits(started(second));
    assertTrue(queue.isHungry());
    queue.done(List.of(next), KeyValueCache.NONE);
    assertSame(next, second.get(10, TimeUnit.SECONDS));
  }

  @Test
  void submittingWaitsForRoom() throws Exception {
    WorkQueue queue = new WorkQueue(2);
    queue.submit(batch(0, 1));
    queue.submit(batch(0, 1));
    FutureTask<Boolean> third =
        new FutureTask<>(
            () -> {
              queue.submit(batch(0, 4));
              return true;
            });
    Waiting.untilItWaits(started(third));
    take(queue);
    third.get(10, TimeUnit.SECONDS);
    take(queue);
    assertEquals(4, take(queue).computedTokens());
  }
}

package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.Shard;
import org.junit.jupiter.api.Test;

class IdHashesTest {

  @Test
  void anIdIsNewOnce() {
    IdHashes ids = new IdHashes();
    for (int i = 0; i < 50_000; i++) {
      assertTrue(ids.add("c" + i, 0));
    }
    for (int i = 0; i < 50_000; i++) {
      assertFalse(ids.add("c" + i, 0));
    }
  }

  @Test
  void theTurnsOfAConversationAreRowsOfTheirOwn() {
    IdHashes ids = new IdHashes();
    for (int turn = 1; turn <= 5_000; turn++) {
      assertTrue(ids.add("c", turn));
      assertTrue(ids.add("d", turn));
    }
    assertFalse(ids.add("d", 77));
    assertTrue(ids.add("c", 0));
  }

  @Test
  void theIdsOfOneShardSpreadOverTheTable() {
    IdHashes ids = new IdHashes();
    Shard shard = new Shard(1, 1024);
    for (int i = 0; i < 1_000_000; i++) {
      if (shard.holds("c" + i)) {
        assertTrue(ids.add("c" + i, 0));
      }
    }
  }
}

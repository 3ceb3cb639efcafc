package dev.decorum.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepeatedTokensTest {

  @Test
  void onePrefixIsCountedForAllButOneRow() {
    assertEquals(0, RepeatedTokens.count(List.of(new int[] {1, 2, 3})));
    assertEquals(
        4,
        RepeatedTokens.count(
            List.of(new int[] {1, 2, 3}, new int[] {9}, new int[] {1, 2, 4}, new int[] {1, 2})));
  }

  @Test
  void equalRowsRepeatAllTokens() {
    assertEquals(
        6,
        RepeatedTokens.count(
            List.of(new int[] {5, 6, 7}, new int[] {5, 6, 7}, new int[] {5, 6, 7})));
  }

  /** What is left is the number of different prefixes: the nodes of a trie. */
  @Test
  void whatIsNotRepeatedIsTheNumberOfPrefixes() {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      List<int[]> rows = new ArrayList<>();
      Set<List<Integer>> prefixes = new HashSet<>();
      long tokens = 0;
      for (int i = random.nextInt(30); i >= 0; i--) {
        int[] row = random.ints(1 + random.nextInt(8), 0, 3).toArray();
        rows.add(row);
        tokens += row.length;
        List<Integer> boxed = java.util.Arrays.stream(row).boxed().toList();
        for (int end = 1; end <= row.length; end++) {
          prefixes.add(boxed.subList(0, end));
        }
      }
      assertEquals(tokens - prefixes.size(), RepeatedTokens.count(rows));
    }
  }
}

package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

  /**
   * Files that were split stay split as they are: these numbers must never change. From {@code
   * h=$(printf %s KEY | sha256sum | cut -c1-16); python3 -c "print([int('$h',16)%n+1 for n in
   * (2,3,4,7,1000)])"}.
   */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "c1, d0f631ca1ddba8db, 2 3 4 4 756",
        "chats.jsonl:7, ce3f007982dc179b, 2 1 4 5 4",
        "Größe 🙂, e720bc67ce1a7a9b, 2 2 4 7 404",
        "\"\", e3b0c44298fc1c14, 1 2 1 2 653",
      })
  void aKeyBelongsToOneShardForEver(String key, String hash, String numbers) {
    assertEquals(hash, Long.toHexString(StableHash.of(key)));
    int[] counts = {2, 3, 4, 7, 1000};
    List<String> found = new ArrayList<>();
    for (int count : counts) {
      for (int number = 1; number <= count; number++) {
        if (new Shard(number, count).holds(key)) {
          found.add(String.valueOf(number));
        }
      }
    }
    assertEquals(List.of(numbers.split(" ", -1)), found);
    assertTrue(Shard.WHOLE.holds(key));
  }

  @Test
  void shardsAreOfAboutOneSize() {
    int[] sizes = new int[8];
    for (int i = 0; i < 8_000; i++) {
      for (int number = 1; number <= 8; number++) {
        sizes[number - 1] += new Shard(number, 8).holds("conversation-" + i) ? 1 : 0;
      }
    }
    for (int size : sizes) {
      // A thousand, with a standard deviation of 30.
      assertEquals(1_000, size, 130);
    }
  }

  @Test
  void theFormIsReadAndWritten() {
    assertEquals(new Shard(2, 4), Shard.parse("2/4"));
    assertEquals("2/4", new Shard(2, 4).toString());
    assertEquals(new Shard(1, 1), Shard.parse("1/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "0/4", "5/4", "-1/4", "1/0", "1/4/2", "a/b", "1/9999999999", "1 /2"})
  void whatIsNoShardIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
  }
}

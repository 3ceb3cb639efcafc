package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardNumbersTest {

  @Test
  void oneOrSeveralShardsAreReadAndWritten() {
    assertEquals("2/4", ShardNumbers.parse("2/4").toString());
    assertEquals("1,3,12/12", ShardNumbers.parse("3,12,1/12").toString());
    assertEquals(List.of(2, 4), List.copyOf(ShardNumbers.parse("1,3/4").missing()));
    assertEquals(List.of(), List.copyOf(ShardNumbers.parse("2,1/2").missing()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "/4", "0/4", "1,5/4", "1,/4", "1/4/2", "a/b", "1;2/4"})
  void whatNamesNoShardIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> ShardNumbers.parse(text));
  }
}

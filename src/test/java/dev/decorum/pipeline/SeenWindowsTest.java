package dev.decorum.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.decorum.infer.Logits;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SeenWindowsTest {

  @Test
  void equalTokenIdsHaveTheLogitsOfTheirTwin() {
    SeenWindows seen = new SeenWindows();
    TokenWindow first = TokenWindows.of(0, 1, 2, 3);
    TokenWindow second = TokenWindows.of(1, 1, 2, 4);
    assertNull(seen.logits(first));
    seen.add(List.of(first, second), new Logits(new float[] {1, 2, 3, 4}));
    Logits twin = Objects.requireNonNull(seen.logits(TokenWindows.of(9, 1, 2, 4)));
    assertEquals(1, twin.size());
    assertEquals(3, twin.get(0, 0));
    assertEquals(4, twin.get(0, 1));
    assertNull(seen.logits(TokenWindows.of(9, 1, 2)));
  }

  @Test
  void whatIsKnownIsRightHoweverManyThereAre() {
    SeenWindows seen = new SeenWindows();
    int count = 300_000;
    for (int i = 0; i < count; i++) {
      seen.add(List.of(TokenWindows.of(i, i)), new Logits(new float[] {i, -i}));
    }
    int known = 0;
    for (int i = 0; i < count; i++) {
      Logits logits = seen.logits(TokenWindows.of(0, i));
      if (logits != null) {
        known++;
        assertEquals(i, logits.get(0, 0));
        assertEquals(-i, logits.get(0, 1));
      }
    }
    // Of 131,072 slots a share of 1 - exp(-300000 / 131072) = 0.9 is taken.
    assertEquals(117_800, known, 500);
  }
}

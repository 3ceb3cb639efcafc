package dev.decorum.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.decorum.infer.Logits;
import dev.decorum.pipeline.WindowDeduplication.Claim;
import dev.decorum.tokenize.TokenWindow;
import dev.decorum.tokenize.TokenWindows;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowDeduplicationTest {
  private static final Logits LOGITS = new Logits(new float[] {3, 4});

  private final WindowDeduplication deduplication = new WindowDeduplication();

  @Test
  void theFirstOfEqualWindowsDoesTheWorkForAll() {
    TokenWindow first = TokenWindows.of(0, 1, 2, 4);
    TokenWindow twin = TokenWindows.of(1, 1, 2, 4);
    assertInstanceOf(Claim.Granted.class, deduplication.claim(first));
    assertInstanceOf(Claim.Waits.class, deduplication.claim(twin));
    assertEquals(List.of(twin), deduplication.answer(first, LOGITS));
    Claim.Known known =
        assertInstanceOf(Claim.Known.class, deduplication.claim(TokenWindows.of(9, 1, 2, 4)));
    assertEquals(3, known.logits().get(0, 0));
    assertEquals(4, known.logits().get(0, 1));
    assertInstanceOf(Claim.Granted.class, deduplication.claim(TokenWindows.of(9, 1, 2)));
  }

  @Test
  void whoeverIsGivenUpTakesItsTwinsAlongAndALaterOneTriesAgain() {
    TokenWindow first = TokenWindows.of(0, 7);
    TokenWindow twin = TokenWindows.of(1, 7);
    deduplication.claim(first);
    deduplication.claim(twin);
    assertEquals(List.of(twin), deduplication.giveUp(first));
    assertInstanceOf(Claim.Granted.class, deduplication.claim(TokenWindows.of(2, 7)));
  }

  @Test
  void theLatestAreRemembered() {
    int count = WindowDeduplication.REMEMBERED + 100;
    for (int i = 0; i < count; i++) {
      TokenWindow window = TokenWindows.of(i, i);
      deduplication.claim(window);
      deduplication.answer(window, new Logits(new float[] {i, -i}));
    }
    for (int i = count - 1; i >= 100; i -= 997) {
      Claim.Known known =
          assertInstanceOf(Claim.Known.class, deduplication.claim(TokenWindows.of(0, i)));
      assertEquals(i, known.logits().get(0, 0));
    }
    assertInstanceOf(Claim.Granted.class, deduplication.claim(TokenWindows.of(0, 99)));
  }
}

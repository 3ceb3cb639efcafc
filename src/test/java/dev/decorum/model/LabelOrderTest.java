package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelOrderTest {

  @ParameterizedTest
  @CsvSource({
    "inappropriate, appropriate, 1, config.json names",
    "APPROPRIATE, Not_Appropriate, 0, config.json names",
    "safe, unsafe, 0, config.json names",
    "LABEL_0, LABEL_1, 1, does not name",
    "appropriate, LABEL_1, 1, do not say it",
    "good, bad, 1, do not say it"
  })
  void onlyNamesThatLeaveNoDoubtCount(String zero, String one, int appropriate, String source) {
    LabelOrder order = LabelOrder.of(null, List.of(zero, one));
    assertEquals(appropriate, order.appropriate());
    assertTrue(order.source().contains(source), order.source());
  }

  @Test
  void aPinnedLabelWins() {
    assertEquals(1, LabelOrder.of(1, List.of("appropriate", "inappropriate")).appropriate());
  }
}

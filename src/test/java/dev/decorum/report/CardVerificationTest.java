package dev.decorum.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.model.ModelCard;
import dev.decorum.model.PrintedNumber;
import dev.decorum.model.PrintedNumber.Quantity;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardVerificationTest {

  /** Half a unit of the last printed decimal, and a millionth for the arithmetic. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.818 | 0.818      | true  | 0.818",
        "0.818 | 0.81789    | true  | 0.818",
        "0.818 | 0.8175     | true  | 0.818",
        "0.818 | 0.8184999  | true  | 0.818",
        "0.818 | 0.8185009  | true  | 0.818501",
        "0.818 | 0.8174991  | true  | 0.817499",
        "0.818 | 0.8185011  | false | 0.818501",
        "0.818 | 0.8174     | false | 0.817400",
        "0.818 | 0.554      | false | 0.554000",
        "0.8   | 0.84       | true  | 0.8",
        "0.8   | 0.86       | false | 0.860000",
        "0.80  | 0.84       | false | 0.840000",
        "1     | 0.7        | true  | 1",
        "0     | 0.4        | true  | 0",
        ".5    | 0.54       | true  | 0.5",
        "0.123456789 | 0.1234570 | true | 0.123457",
        "0.00000012 | 0.00000012 | true | 0.00000012"
      })
  void aProbabilityIsReproducedAtThePrecisionInWhichItIsPrinted(
      String card, double probability, boolean reproduced, String shown) {
    CardVerification verification =
        new CardVerification(
            new ModelCard.Example(
                42,
                "You: Hi\n",
                new PrintedNumber(50, card, new BigDecimal(card), Quantity.APPROPRIATE)),
            probability);
    assertEquals(reproduced, verification.isReproduced());
    assertEquals(
        "README.md:50: card "
            + card
            + " (appropriate, text in line 42), here "
            + shown
            + (reproduced ? ": reproduced" : ": DIFFERS"),
        verification.line());
  }
}

package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.70514E+12",
        "1,70514E+12",
        "1.70514e+12",
        "1E+18",
        "2E+15",
        " 1.7E+12 ",
        "1.70514012345678E+17",
        "9.5E+101"
      })
  void roundedNumbersAreSeen(String id) {
    assertTrue(Ids.looksDamagedBySpreadsheet(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "E+12",
        "1E12",
        "1E5",
        "12E+12",
        "1.E+12",
        "1.70514",
        "1705140000000",
        "1.7E-12",
        "1.7E+1",
        "1.7E+1000",
        "1.7E+",
        "1.7E+12x",
        "x1.7E+12",
        "-1.7E+12",
        "1.7F+12",
        "1;7E+12",
        "3e4f5a",
        "1.7E+1.2",
        "conversation 1.7E+12"
      })
  void otherIdsAreNot(String id) {
    assertFalse(Ids.looksDamagedBySpreadsheet(id));
  }
}

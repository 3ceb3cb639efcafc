package dev.decorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what the program prints with what is written down, word for word, but lets the last
 * digits of decimal numbers differ: float32 arithmetic is not the same to the last bit on every
 * processor.
 */
final class Printout {
  private static final Pattern DECIMAL =
      Pattern.compile("(?<![\\w.])[-+]?\\d+\\.\\d+(?![\\w.]*[a-zA-Z])");
  private static final Pattern SPEED = Pattern.compile("(?m)^(  speed|decorum: took) .*$");

  /** How far a slow run has come, which a terminal overwrites. */
  private static final Pattern PROGRESS =
      Pattern.compile("\r\\x1b\\[K(?:[^\r\n]*(?=\r\\x1b\\[K))?");

  /** Stands for any number of lines that are left out. */
  private static final String LEFT_OUT = "...";

  private Printout() {}

  static void assertAlike(String expected, String actual, String where) {
    List<String> expectedLines = expected.lines().toList();
    List<String> printed = PROGRESS.matcher(actual).replaceAll("").lines().toList();
    List<String> actualLines = withoutLeftOut(expectedLines, printed);
    for (int i = 0; i < Math.min(expectedLines.size(), actualLines.size()); i++) {
      assertLineAlike(expectedLines.get(i), actualLines.get(i), where + ", line " + (i + 1));
    }
    assertEquals(expectedLines.size(), actualLines.size(), where + " printed\n" + actual);
  }

  /** What was printed, with the same lines left out. */
  private static List<String> withoutLeftOut(List<String> expected, List<String> actual) {
    List<String> shown = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).equals(LEFT_OUT)) {
        if (next < actual.size()) {
          shown.add(actual.get(next++));
        }
        continue;
      }
      shown.add(LEFT_OUT);
      List<String> after = expected.subList(i + 1, expected.size());
      if (!after.contains(LEFT_OUT)) {
        next = Math.max(next, actual.size() - after.size());
      } else {
        while (next < actual.size() && !masked(after.get(0)).equals(masked(actual.get(next)))) {
          next++;
        }
      }
    }
    shown.addAll(actual.subList(next, actual.size()));
    return shown;
  }

  private static void assertLineAlike(String expected, String actual, String where) {
    assertEquals(masked(expected), masked(actual), where);
    if (SPEED.matcher(expected).matches()) {
      return;
    }
    Matcher numbers = DECIMAL.matcher(expected);
    Matcher others = DECIMAL.matcher(actual);
    while (numbers.find() && others.find()) {
      int decimals = numbers.group().length() - numbers.group().indexOf('.') - 1;
      // Printed for people: a unit of the last digit. Printed for machines: 1e-5, and for percent
      // of
      // the baseline, which has six decimals, a hundred times that.
      double tolerance =
          decimals > 6 ? 1e-5 : decimals == 6 ? 2e-3 : 1.01 * Math.pow(10, -decimals);
      assertEquals(
          Double.parseDouble(numbers.group()),
          Double.parseDouble(others.group()),
          tolerance,
          where);
    }
  }

  private static String masked(String line) {
    return DECIMAL
        .matcher(SPEED.matcher(line).replaceAll("$1"))
        .replaceAll("#")
        .replaceAll(" +", " ");
  }
}

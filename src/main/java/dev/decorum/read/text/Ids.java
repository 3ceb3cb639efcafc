package dev.decorum.read.text;

/** What the form of a conversation's id says about it. */
public final class Ids {
  private Ids() {}

  /**
   * Whether a spreadsheet has taken a long number for a quantity and rounded it, as in {@code
   * 1.70514E+12}, or {@code 1,70514E+12} where the comma is the decimal sign. Different ids become
   * equal in this way, so conversations would run into one another.
   */
  public static boolean looksDamagedBySpreadsheet(String id) {
    String text = id.strip();
    int length = text.length();
    if (length < 5 || length > 32 || !isDigit(text.charAt(0))) {
      return false;
    }
    int i = 1;
    if (text.charAt(1) == '.' || text.charAt(1) == ',') {
      i = skipDigits(text, 2);
      if (i == 2) {
        return false;
      }
    }
    if (i + 3 >= length || Character.toUpperCase(text.charAt(i)) != 'E') {
      return false;
    }
    int exponent = i + 2;
    return text.charAt(i + 1) == '+'
        && skipDigits(text, exponent) == length
        && length - exponent >= 2
        && length - exponent <= 3;
  }

  private static int skipDigits(String text, int from) {
    int i = from;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

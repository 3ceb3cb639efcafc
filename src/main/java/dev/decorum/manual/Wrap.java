package dev.decorum.manual;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces, and words only if one is wider than a line. */
final class Wrap {
  private Wrap() {}

  /**
   * The lines of a text. Spaces at its beginning remain.
   *
   * @param first the width of the first line
   * @param others that of the others
   */
  static List<String> at(String text, int first, int others) {
    List<String> lines = new ArrayList<>();
    String left = text.stripTrailing();
    int width = first;
    while (left.length() > width) {
      int end = left.lastIndexOf(' ', width);
      if (end <= leading(left)) {
        end = width;
      }
      lines.add(left.substring(0, end).stripTrailing());
      left = left.substring(end).stripLeading();
      width = others;
    }
    lines.add(left);
    return lines;
  }

  private static int leading(String text) {
    return text.length() - text.stripLeading().length();
  }
}

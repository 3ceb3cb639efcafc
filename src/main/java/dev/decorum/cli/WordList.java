package dev.decorum.cli;

import java.util.List;

/** Words in a sentence: "a, b and c". */
final class WordList {
  private WordList() {}

  static String and(List<String> words) {
    return joined(words, " and ");
  }

  static String or(List<String> words) {
    return joined(words, " or ");
  }

  private static String joined(List<String> words, String beforeLast) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + beforeLast + words.get(last);
  }
}

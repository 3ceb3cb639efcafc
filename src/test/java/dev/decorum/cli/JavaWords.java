package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of Java and of libraries, which no message may have. */
final class JavaWords {
  private static final Pattern WORDS =
      Pattern.compile(
          "Exception|\\b(?:java|javax|sun|jdk|com|org|ai|dev)\\.[a-z]+\\.|\\bat [a-z]+\\.[a-z]+"
              + "|\\bnull\\b|\\bInteger\\b|\\bLong\\b|\\bDouble\\b|\\bString\\b|\\bPath\\b"
              + "|NumberFormat|\\benum\\b|cannot convert|Invalid value for|positional|argument at"
              + "|at index|[A-Z]+_[A-Z]+_?[A-Z]*: |VALUE_|START_|END_|CTRL-CHAR|\\(code \\d|UTF_8"
              + "|\\[Source|@[0-9a-f]{5,}|\\{[a-zA-Z]+=|Optional|\\[[A-Z]+, [A-Z]+|[0-9]\\.[0-9]+E[0-9]");

  private JavaWords() {}

  /** Fails if a message has one. */
  static void assertNoneIn(String message) {
    Matcher found = WORDS.matcher(message);
    if (found.find()) {
      fail("'" + found.group() + "' is of Java: " + message);
    }
  }
}

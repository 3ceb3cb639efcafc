package dev.decorum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of shell that is one {@code decorum} command, with nothing in it that only a shell
 * understands but quotes, a comment, and where its output goes.
 *
 * @param output the file behind {@code >}, or empty
 */
record SimpleCommand(List<String> arguments, String output) {
  private static final String ONLY_FOR_A_SHELL = "|&;<$`(){}*?[]~\\";

  static Optional<SimpleCommand> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (quote == '"' && "$`\\".indexOf(c) >= 0) {
          return Optional.empty();
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (c == '#' && !inWord) {
        break;
      } else if (c == ' ' || c == '>') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
        if (c == '>') {
          words.add(">");
        }
      } else if (ONLY_FOR_A_SHELL.indexOf(c) >= 0) {
        return Optional.empty();
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return quote == 0 ? ofWords(words) : Optional.empty();
  }

  private static Optional<SimpleCommand> ofWords(List<String> words) {
    if (words.isEmpty() || !List.of("decorum", "bin/decorum").contains(words.get(0))) {
      return Optional.empty();
    }
    int redirection = words.indexOf(">");
    if (redirection < 0) {
      return Optional.of(new SimpleCommand(words.subList(1, words.size()), ""));
    }
    // "2>" and ">>" are left to a shell.
    return redirection == words.size() - 2 && !words.get(redirection - 1).equals("2")
        ? Optional.of(new SimpleCommand(words.subList(1, redirection), words.get(words.size() - 1)))
        : Optional.empty();
  }
}

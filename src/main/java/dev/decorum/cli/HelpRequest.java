package dev.decorum.cli;

import dev.decorum.manual.HelpText;
import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import dev.decorum.report.LineLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A question for help or for the version, answered without the command model, which takes far
 * longer to set up than the answer.
 */
final class HelpRequest {
  private enum Answer {
    BRIEF,
    WHOLE,
    VERSION
  }

  private static final int USUAL_WIDTH = 80;

  private final Answer answer;
  private final List<String> words;

  private HelpRequest(Answer answer, List<String> words) {
    this.answer = answer;
    this.words = words;
  }

  /** The question that was typed, if it is one. What follows {@code --} is a name of a file. */
  static Optional<HelpRequest> in(String[] arguments) {
    List<String> typed = new ArrayList<>();
    Answer asked = null;
    for (String argument : arguments) {
      if (argument.equals("--")) {
        break;
      }
      switch (argument) {
        case "-h", "-qh", "-vh" -> asked = asked == null ? Answer.BRIEF : asked;
        case "--help" -> asked = Answer.WHOLE;
        case "-V", "--version" -> asked = asked == null ? Answer.VERSION : asked;
        default -> typed.add(argument);
      }
    }
    if (asked == null && !typed.isEmpty()) {
      if (typed.equals(List.of("version"))) {
        asked = Answer.VERSION;
      } else if (typed.get(0).equals("help") && isCommand(typed.subList(1, typed.size()))) {
        return Optional.of(new HelpRequest(Answer.WHOLE, typed.subList(1, typed.size())));
      } else if (typed.get(typed.size() - 1).equals("help")
          && typed.size() > 1
          && isCommand(typed.subList(0, typed.size() - 1))
          && !Files.exists(Path.of("help"))) {
        asked = Answer.WHOLE;
      }
    }
    return Optional.ofNullable(asked).map(answer -> new HelpRequest(answer, typed));
  }

  /** The question for a command in brief. */
  static HelpRequest of(String command) {
    return new HelpRequest(Answer.BRIEF, List.of(command.split(" ")));
  }

  private static boolean isCommand(List<String> words) {
    String name = (Page.PROGRAM + " " + String.join(" ", words)).strip();
    return Manual.pageFor(words).command().equals(name);
  }

  /** Prints the answer on standard output, through a pager where it is longer than the screen. */
  void print(Streams streams) throws IOException {
    String text = text(streams.outIsTerminal(), streams.terminal().layoutOfOut());
    try (OutputStream out = streams.paged()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Prints the answer on standard error, for who has typed nothing. */
  void printAsError(Streams streams) {
    streams.err().print(text(streams.errIsTerminal(), streams.terminal().layoutOfErr()));
  }

  private String text(boolean isTerminal, LineLayout layout) {
    int width = isTerminal ? layout.columns() : USUAL_WIDTH;
    List<String> lines =
        switch (answer) {
          case VERSION -> Manual.version();
          case BRIEF -> HelpText.brief(Manual.pageFor(words), width, layout.isColoured());
          case WHOLE -> HelpText.whole(Manual.pageFor(words), width, layout.isColoured());
        };
    return String.join("\n", lines) + "\n";
  }
}

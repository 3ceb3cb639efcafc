package dev.decorum.cli;

import dev.decorum.manual.HelpText;
import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        case "-h" -> asked = asked == null ? Answer.BRIEF : asked;
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

  void print(OutputStream out, boolean isTerminal, Map<String, String> environment) {
    StringBuilder text = new StringBuilder();
    for (String line : lines(isTerminal, environment)) {
      text.append(line).append('\n');
    }
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> lines(boolean isTerminal, Map<String, String> environment) {
    boolean bold =
        isTerminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return switch (answer) {
      case VERSION -> Manual.version();
      case BRIEF -> HelpText.brief(Manual.pageFor(words), width(isTerminal), bold);
      case WHOLE -> HelpText.whole(Manual.pageFor(words), width(isTerminal), bold);
    };
  }

  private static int width(boolean isTerminal) {
    return isTerminal ? Integer.getInteger("decorum.terminal.columns", USUAL_WIDTH) : USUAL_WIDTH;
  }
}

package dev.decorum.cli;

import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import dev.decorum.read.text.ShellWord;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Says what somebody meant who typed something that a command does not know. */
final class UnknownArgument {
  /** So many commands are named that have an option; of more, only some. */
  private static final int MOST_COMMANDS = 3;

  private final CommandLine command;
  private final List<String> unknown;
  private final String[] arguments;

  /**
   * @param command the command that does not know the arguments
   * @param unknown the arguments
   * @param arguments all that was typed after the name of the program
   */
  UnknownArgument(CommandLine command, List<String> unknown, String[] arguments) {
    this.command = command;
    this.unknown = unknown;
    this.arguments = arguments;
  }

  String message() {
    String first = unknown.get(0);
    boolean option = first.startsWith("-") && first.length() > 1;
    first = option ? typed(first) : first;
    if (command.getParent() == null) {
      int place = placeOfCommand();
      if (place > 0) {
        return beforeCommand(first, place);
      }
      return option ? withoutCommand(withoutValue(first)) : unknownCommand(command, first);
    }
    if (option) {
      return unknownOption(command, withoutValue(first));
    }
    return takesArguments() || command.getSubcommands().isEmpty()
        ? tooMuch(first)
        : unknownCommand(command, first);
  }

  /** The parser complains about the rest of a word that begins with a letter that it knows. */
  private String typed(String complaint) {
    for (String argument : arguments) {
      if (argument.matches("-[^-].*")
          && argument.endsWith(complaint.substring(1))
          && command.getCommandSpec().findOption("-" + argument) != null) {
        return argument;
      }
    }
    return complaint;
  }

  /** The message for a word in the place of a command. */
  private String unknownCommand(CommandLine parent, String typed) {
    if (parent.getParent() == null && isLikeFile(typed)) {
      return "a command is missing before "
          + quoted(typed)
          + "; try: "
          + line(List.of("score"), List.of(arguments));
    }
    return unknownCommand(parent.getCommandSpec(), typed);
  }

  /** The message for a command that does not exist, with the one that may be meant. */
  static String unknownCommand(CommandSpec parent, String typed) {
    return unknownCommand(pageOf(parent), typed);
  }

  /** The same for a parent that is known by its page. */
  static String unknownCommand(Page parent, String typed) {
    return (parent.words().isEmpty() ? "there is" : parent.words() + " has")
        + " no command "
        + quoted(typed)
        + nearestCommand(parent, typed)
            .map(near -> "; did you mean decorum " + near + "?")
            .orElse("");
  }

  /** The command that may be meant, as it is typed after the name of the program. */
  static Optional<String> nearestCommand(CommandSpec parent, String typed) {
    return nearestCommand(pageOf(parent), typed);
  }

  private static Optional<String> nearestCommand(Page parent, String typed) {
    List<String> names = parent.commands().stream().map(Page.Term::term).toList();
    for (String name : names) {
      Optional<Page> below = Manual.page(parent.command() + " " + name + " " + typed);
      if (below.isPresent()) {
        return below.map(Page::words);
      }
    }
    String before = parent.words().isEmpty() ? "" : parent.words() + " ";
    return NearestName.of(typed, names).map(name -> before + name);
  }

  private static Page pageOf(CommandSpec command) {
    return Manual.page(command.qualifiedName()).orElseThrow();
  }

  /** Where the first command stands among the arguments; -1 if there is none. */
  private int placeOfCommand() {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      if (command.getSubcommands().containsKey(arguments[i])) {
        return i;
      }
    }
    return -1;
  }

  /** The message for what stands before the command and is not for the program itself. */
  private String beforeCommand(String first, int place) {
    CommandLine meant = Objects.requireNonNull(command.getSubcommands().get(arguments[place]));
    boolean option = first.startsWith("-");
    if (option && meant.getCommandSpec().findOption(withoutValue(first)) == null) {
      return unknownOption(meant, withoutValue(first));
    }
    List<String> rest = new ArrayList<>(Arrays.asList(arguments));
    String name = rest.remove(place);
    return (option
            ? withoutValue(first) + " belongs after the command: "
            : "the command comes first: ")
        + line(List.of(name), rest);
  }

  /** The message for an option of commands, without one. */
  private String withoutCommand(String option) {
    List<String> commands = commandsWith(option);
    if (commands.isEmpty()) {
      return unknownOption(command, option);
    }
    if (unknown.stream().anyMatch(UnknownArgument::isLikeFile)) {
      return "a command is missing; try: " + line(List.of("score"), List.of(arguments));
    }
    return "a command is missing; " + option + " is an option of " + some(commands);
  }

  private static String has(CommandLine command) {
    return command.getParent() == null
        ? "there is"
        : CommandName.of(command.getCommandSpec()) + " has";
  }

  private String unknownOption(CommandLine at, String typed) {
    List<String> known = new ArrayList<>();
    for (OptionSpec option : at.getCommandSpec().options()) {
      if (!option.hidden()) {
        known.addAll(Arrays.asList(option.names()));
      }
    }
    StringBuilder message = new StringBuilder(has(at)).append(" no option ").append(typed);
    NearestName.of(typed, known)
        .ifPresent(near -> message.append("; did you mean ").append(near).append('?'));
    List<String> others = commandsWith(typed);
    if (!others.isEmpty()) {
      String also = typed + " is an option of " + some(others);
      message.append(message.indexOf("?") < 0 ? "; " + also : " (" + also + ")");
    }
    return message.toString();
  }

  /** All commands that have an option, as they are typed after the name of the program. */
  private static List<String> commandsWith(String option) {
    List<String> commands = new ArrayList<>();
    for (Page page : Manual.all()) {
      if (!page.words().isEmpty() && page.option(option).isPresent()) {
        commands.add(page.words());
      }
    }
    return commands;
  }

  private static String some(List<String> names) {
    return names.size() <= MOST_COMMANDS
        ? WordList.and(names)
        : String.join(", ", names.subList(0, MOST_COMMANDS)) + " and other commands";
  }

  private boolean takesArguments() {
    return !command.getCommandSpec().positionalParameters().isEmpty();
  }

  private String tooMuch(String first) {
    CommandSpec spec = command.getCommandSpec();
    String takes = "no arguments but options";
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      takes = "one " + parameter.paramLabel();
    }
    return CommandName.of(spec) + " takes " + takes + "; " + quoted(first) + " is too much";
  }

  private static boolean isLikeFile(String typed) {
    if (typed.equals("-") || typed.indexOf('.') >= 0 || typed.indexOf('/') >= 0) {
      return true;
    }
    try {
      return Files.exists(Path.of(typed));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String line(List<String> command, List<String> arguments) {
    StringBuilder line = new StringBuilder("decorum");
    command.forEach(word -> line.append(' ').append(word));
    arguments.forEach(word -> line.append(' ').append(ShellWord.of(word)));
    return line.toString();
  }

  private static String withoutValue(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? option : option.substring(0, equals);
  }

  private static String quoted(String typed) {
    return "'" + typed + "'";
  }
}

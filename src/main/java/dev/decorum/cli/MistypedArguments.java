package dev.decorum.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses arguments that can be read in a way that nobody means: {@code -model} as {@code -m odel},
 * and a misspelt command of {@code audit} as an input.
 */
final class MistypedArguments {
  private MistypedArguments() {}

  /**
   * Looks at a command as it was typed.
   *
   * @throws ParameterException if an argument is not what it is taken for
   */
  static void refuse(ParseResult program) {
    ParseResult typed = program;
    while (typed.hasSubcommand()) {
      typed = typed.subcommand();
    }
    CommandSpec command = typed.commandSpec();
    for (String argument : program.originalArgs()) {
      if (argument.equals("--")) {
        break;
      }
      boolean oneDash = argument.length() > 2 && argument.matches("-[^-].*");
      String name = argument.replaceFirst("(?s)=.*", "");
      if (oneDash && command.findOption("-" + name) != null) {
        throw new ParameterException(command.commandLine(), name + " has two dashes: -" + name);
      }
    }
    if (!command.subcommands().isEmpty()) {
      refuseMisspeltCommand(typed);
    }
  }

  private static void refuseMisspeltCommand(ParseResult typed) {
    for (PositionalParamSpec inputs : typed.matchedPositionals()) {
      String first = inputs.originalStringValues().get(0);
      Optional<String> meant = UnknownArgument.nearestCommand(typed.commandSpec(), first);
      if (meant.isPresent() && !exists(first)) {
        throw new ParameterException(
            typed.commandSpec().commandLine(),
            "there is no input '" + first + "'; did you mean decorum " + meant.get() + "?");
      }
    }
  }

  private static boolean exists(String typed) {
    try {
      return Files.exists(Path.of(typed));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}

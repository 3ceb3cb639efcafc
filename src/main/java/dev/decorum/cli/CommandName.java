package dev.decorum.cli;

import picocli.CommandLine.Model.CommandSpec;

/** What a command is called. */
final class CommandName {
  private CommandName() {}

  /** A command as it is typed after the name of the program. */
  static String of(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^decorum ", "");
  }
}

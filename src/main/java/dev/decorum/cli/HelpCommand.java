package dev.decorum.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code help}: the same as {@code --help} of a command. {@link HelpRequest} answers it where there
 * is one.
 */
@Command(
    name = "help",
    description = "Show all options of a command; decorum COMMAND -h shows those that matter most.",
    mixinStandardHelpOptions = true,
    footer = {"  decorum help score", "  decorum help model pull"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The words of the command.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    throw new ParameterException(
        command.commandLine(), "there is no command '" + String.join(" ", words) + "'");
  }
}

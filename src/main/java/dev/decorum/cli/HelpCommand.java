package dev.decorum.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code help}: the help of any command, also of one below another. */
@Command(
    name = "help",
    description = "Print the help of a command: decorum help score, decorum help model pull.",
    mixinStandardHelpOptions = true,
    helpCommand = true,
    footerHeading = "%nExamples:%n",
    footer = {"  decorum help score", "  decorum help model pull"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "The command; without one, the help of the program.")
  private List<String> names = List.of();

  /**
   * The command whose help was asked for in a way of its own: {@code decorum --help score}, or
   * {@code decorum score help} where no file is called so. Null if none was.
   */
  static @Nullable CommandLine askedFor(ParseResult program) {
    ParseResult last = program;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec command = last.commandSpec();
    boolean before = program.isUsageHelpRequested() && last != program;
    boolean after =
        !command.helpCommand()
            && !last.matchedPositionals().isEmpty()
            && last.matchedPositionals().get(0).originalStringValues().equals(List.of("help"))
            && !Files.exists(Path.of("help"));
    return before || after ? command.commandLine() : null;
  }

  @Override
  public Integer call() {
    CommandLine shown = command.root().commandLine();
    for (String name : names) {
      CommandLine child = shown.getSubcommands().get(name);
      if (child == null) {
        throw new ParameterException(
            shown, UnknownArgument.unknownCommand(shown.getCommandSpec(), name));
      }
      shown = child;
    }
    shown.usage(shown.getOut());
    return ExitCode.DONE;
  }
}

package dev.decorum.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: the same as {@code --version}, for those who expect a command. */
@Command(
    name = "version",
    description = "Print the version of Decorum and of the libraries that compute.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = "  decorum version")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    command.root().commandLine().printVersionHelp(command.root().commandLine().getOut());
    return ExitCode.DONE;
  }
}

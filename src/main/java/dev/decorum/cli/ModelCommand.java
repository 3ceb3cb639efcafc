package dev.decorum.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is known about a model folder. */
@Command(
    name = "model",
    description =
        "Look into a model folder, check it against its own model card, or make it faster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ModelInfoCommand.class, ModelVerifyCommand.class, ModelQuantizeCommand.class})
final class ModelCommand implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "which command of model: info, verify or quantize?");
  }
}

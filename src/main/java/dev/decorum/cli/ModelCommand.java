package dev.decorum.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code model}: the parent of the commands that work on models. */
@Command(
    name = "model",
    description =
        "Fetch a model from the Hugging Face hub, inspect it, check it against its own model card,"
            + " or make it faster.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelPullCommand.class,
      ModelListCommand.class,
      ModelInfoCommand.class,
      ModelVerifyCommand.class,
      ModelQuantizeCommand.class
    })
final class ModelCommand implements Runnable {

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "model needs a command: pull, list, info, verify or quantize");
  }
}

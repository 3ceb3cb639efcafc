package dev.decorum.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Checks a model against its own card. */
@Command(name = "verify", mixinStandardHelpOptions = true)
final class ModelVerifyCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return ExitCode.DONE;
  }
}

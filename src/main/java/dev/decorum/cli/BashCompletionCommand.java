package dev.decorum.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code generate-completion}: what {@code completion bash} was called before 0.2.0. */
@Command(name = "generate-completion", hidden = true, mixinStandardHelpOptions = true)
final class BashCompletionCommand implements Callable<Integer> {
  private final Streams streams;

  BashCompletionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    CompletionCommand.print(CompletionCommand.Shell.BASH, streams);
    return ExitCode.DONE;
  }
}

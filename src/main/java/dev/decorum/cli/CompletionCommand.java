package dev.decorum.cli;

import dev.decorum.manual.Manual;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: prints the completion for a shell. */
@Command(
    name = "completion",
    description = {
      "Print the script with which a shell completes commands, options, their values, fields of inputs"
          + " and names of files.",
      "Packages put it where the shell looks for it. Elsewhere, a line in the shell's start-up file reads it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  source <(decorum completion bash)   in ~/.bashrc",
      "  source <(decorum completion zsh)   at the end of ~/.zshrc",
      "  decorum completion fish > ~/.config/fish/completions/decorum.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells. */
  enum Shell {
    BASH("bash"),
    ZSH("zsh"),
    FISH("fish");

    private final String word;

    Shell(String word) {
      this.word = word;
    }
  }

  private final Streams streams;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    print(shell, streams);
    return ExitCode.DONE;
  }

  static void print(Shell shell, Streams streams) throws Exception {
    try (OutputStream out = streams.exact()) {
      out.write(Manual.completion(shell.word).getBytes(StandardCharsets.UTF_8));
    }
  }
}

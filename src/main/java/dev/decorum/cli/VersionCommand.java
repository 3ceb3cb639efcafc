package dev.decorum.cli;

import dev.decorum.manual.Manual;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}: the same as {@code --version}. */
@Command(
    name = "version",
    description =
        "Print the version of Decorum, and those of the libraries that compute and of Java.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  private final Streams streams;

  VersionCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    String text = String.join("\n", Manual.version()) + "\n";
    try (OutputStream out = streams.out()) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return ExitCode.DONE;
  }
}

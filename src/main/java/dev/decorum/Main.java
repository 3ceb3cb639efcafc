package dev.decorum;

import dev.decorum.cli.DecorumCommand;
import picocli.CommandLine;

/** The program's entry, and the only place that ends the process. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new DecorumCommand()).execute(args));
  }
}

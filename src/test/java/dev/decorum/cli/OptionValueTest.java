package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which options name files, and which of them are written. */
class OptionValueTest {
  /** Files that are read only. An option that writes belongs into {@link OptionValue}. */
  private static final Set<String> READ = Set.of("calibrated", "tokenizer");

  /** A project's file may not name a place outside of its folder for what is written. */
  @Test
  void everyOptionWithAFileIsKnownToReadOrToWriteIt() {
    CommandOptions commands = new CommandOptions(Decorum.wholeModel());
    int files = 0;
    for (String command : commands.commands()) {
      CommandSpec spec = Objects.requireNonNull(commands.command(command));
      for (OptionSpec option : spec.options()) {
        if (option.type() == Path.class) {
          String name = option.longestName().substring(2);
          assertTrue(OptionValue.isWritten(option) || READ.contains(name), command + " " + name);
          assertTrue(OptionValue.isFile(option), name);
          files++;
        }
      }
    }
    assertTrue(files > 20, files + " options");
  }
}

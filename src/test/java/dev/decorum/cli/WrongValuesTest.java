package dev.decorum.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Types every option of every command with values that are wrong, and reads what is said. The input
 * is missing, so that a value that cannot be wrong is answered with that.
 */
class WrongValuesTest {
  private static final String MISSING = "no-such-input";

  /** Fewer would mean that the walk has lost its way. */
  private static final int FEWEST_OPTIONS = 350;

  private static final List<String> WORDS = List.of("", "wrong", "a\nb", "a\0b", "1e999", "-1");
  private static final List<String> NUMBERS =
      List.of("", "wrong", "\u0663", "NaN", "0x1p3", "1,5", "9".repeat(400), "1e999");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandLine program =
      Decorum.wholeModel(
          new Streams(
              InputStream.nullInputStream(), out, new PrintStream(err, true, UTF_8), false, false));

  @Test
  void everyOptionRefusesAWrongValueInWords() {
    List<Executable> checks = new ArrayList<>();
    int options = 0;
    for (CommandLine command : leaves(program)) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        // The configuration is read before anything else; see ConfigurationTest.
        if (!option.usageHelp()
            && !option.versionHelp()
            && !option.longestName().equals("--config")) {
          options++;
          for (String value : wrong(option)) {
            checks.add(() -> check(command, option, value));
          }
        }
      }
    }
    assertTrue(options >= FEWEST_OPTIONS, options + " options");
    assertAll(checks);
  }

  /** Commands that do something; those of {@code audit} do as it does itself. */
  private static List<CommandLine> leaves(CommandLine parent) {
    List<CommandLine> leaves = new ArrayList<>();
    for (CommandLine child : parent.getSubcommands().values()) {
      boolean own = child.getCommand().getClass().getPackage().equals(Decorum.class.getPackage());
      if (own && !child.getCommandName().equals("model") && hasOptions(child)) {
        leaves.add(child);
      }
      leaves.addAll(leaves(child));
    }
    return leaves;
  }

  private static boolean hasOptions(CommandLine command) {
    return !(command.getCommand() instanceof HelpCommand)
        && !(command.getCommand() instanceof VersionCommand);
  }

  private List<String> wrong(OptionSpec option) {
    if (option.arity().max() == 0) {
      return List.of("wrong");
    }
    Class<?> type = option.auxiliaryTypes()[0];
    if (type == Path.class) {
      return List.of("", "a\0b", folder.toString(), folder.resolve("no/such.file").toString());
    }
    boolean number = type.isPrimitive() || Number.class.isAssignableFrom(type);
    return number ? NUMBERS : WORDS;
  }

  private void check(CommandLine command, OptionSpec option, String value) {
    out.reset();
    err.reset();
    List<String> line = line(command, option, value);
    int exitCode = program.execute(line.toArray(new String[0]));
    String typed = String.join(" ", line).replace("\0", "\\0").replace("\n", "\\n");
    List<String> said = new ArrayList<>(err.toString(UTF_8).lines().toList());
    said.removeIf(
        each ->
            each.startsWith("decorum: bundled demo model, NOT ")
                || each.startsWith("decorum: to get it: "));
    assertEquals(exitCode == ExitCode.USAGE ? 2 : 1, said.size(), () -> typed + ": " + said);
    String message = said.get(0);
    String shown = value.replaceAll("[\n\0]", "·");
    if (exitCode == ExitCode.USAGE) {
      assertTrue(
          said.get(1).matches("Try 'decorum [a-z -]+ --help'\\."), () -> typed + ": " + said);
    } else {
      assertEquals(ExitCode.UNUSABLE, exitCode, () -> typed + ": " + said);
    }
    assertTrue(message.startsWith("decorum: "), () -> typed + ": " + message);
    assertTrue(
        message.contains(option.longestName())
            || (!value.isEmpty() && message.replace('?', '·').contains(shown))
            || message.contains(MISSING),
        () -> typed + " does not say what is wrong: " + message);
    JavaWords.assertNoneIn(message.replace(folder.toString(), "FOLDER"));
    assertEquals("", out.toString(UTF_8), typed);
  }

  /** A command line with nothing wrong but the value and the input, which does not exist. */
  private List<String> line(CommandLine command, OptionSpec option, String value) {
    String name = CommandName.of(command.getCommandSpec());
    String tested = option.longestName();
    List<String> line = new ArrayList<>(List.of(name.split(" ")));
    line.add(tested + "=" + value);
    switch (name) {
      case "bench" -> add(line, tested, "--model", MISSING, true);
      case "model pull" -> line.add(MISSING + "/of/nobody");
      case "audit history", "audit accept" -> line.add("--store=" + folder.resolve(MISSING));
      case "audit remove" ->
          line.addAll(List.of("2026-01-31", "--store=" + folder.resolve(MISSING)));
      default -> line.add(MISSING);
    }
    if (name.equals("compare")) {
      line.add(MISSING);
    }
    add(line, tested, "--output", folder.resolve("new.csv").toString(), name.equals("merge"));
    add(line, tested, "--output", folder.resolve("judge").toString(), name.equals("train"));
    add(line, tested, "--store", folder.resolve("new.db").toString(), name.equals("audit"));
    boolean split = name.equals("train") && !tested.startsWith("--validation");
    add(line, tested, "--validation-share", "0.1", split);
    return line;
  }

  private static void add(
      List<String> line, String tested, String option, String value, boolean when) {
    if (when && !tested.equals(option)) {
      line.add(option + "=" + value);
    }
  }
}

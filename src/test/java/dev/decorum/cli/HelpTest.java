package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.manual.HelpText;
import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Help: in brief and whole, at every width, and the same as the command model. */
class HelpTest {
  private static final int SCREEN = 24;

  static List<String> commands() {
    return Manual.all().stream().map(Page::command).toList();
  }

  private static Page page(String command) {
    return Manual.page(command).orElseThrow();
  }

  @Test
  void pagesAreThoseOfTheCommandModel() {
    assertEquals(
        CommandPages.of(Decorum.wholeModel()).stream().map(Page::toString).sorted().toList(),
        Manual.all().stream().map(Page::toString).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpInBriefFitsAScreen(String command) {
    Page page = page(command);
    List<String> lines = HelpText.brief(page, 80, false);
    assertTrue(lines.size() <= SCREEN, lines.size() + " lines:\n" + String.join("\n", lines));
    assertTrue(page.keyOptions().size() <= 11, page.keyOptions().size() + " options");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineIsWiderThanTheTerminal(String command) {
    Page page = page(command);
    for (int width : List.of(40, 60, 80, 200)) {
      List<String> lines = new ArrayList<>(HelpText.brief(page, width, false));
      lines.addAll(HelpText.whole(page, width, false));
      for (String line : lines) {
        assertTrue(line.length() <= width, width + ": " + line);
        assertEquals(line.stripTrailing(), line);
      }
    }
  }

  /** What is said in brief of an option is said of one that exists. */
  @ParameterizedTest
  @MethodSource("commands")
  void theOptionsThatMatterMostExist(String command) {
    Page page = page(command);
    for (Page.Term term : page.keyOptions()) {
      for (String name : term.term().split(",? ", -1)) {
        if (name.startsWith("-")) {
          assertTrue(page.option(name).isPresent(), page.command() + " has no " + name);
        }
      }
    }
    for (Page.Option option : page.options()) {
      assertFalse(option.text().get(0).isBlank(), page.command() + " " + option.name());
      boolean said =
          page.keyOptions().stream().anyMatch(term -> term.term().contains(option.name()));
      assertTrue(said || !option.required(), page.command() + " " + option.name());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsShownWithExamples(String command) {
    Page page = page(command);
    Set<String> without = Set.of("model", "version");
    assertEquals(without.contains(page.words()), page.examples().isEmpty(), page.command());
    for (Page.Term example : page.examples()) {
      assertTrue(example.term().matches("(.*\\b)?(decorum|sqlite3) .*[^\\\\]"), example.term());
    }
  }

  /** A line that is broken within single quotes is another command. */
  @ParameterizedTest
  @MethodSource("commands")
  void examplesCanBeCopied(String command) {
    for (String line : HelpText.whole(page(command), 80, false)) {
      if (line.endsWith(" \\")) {
        assertEquals(0, line.chars().filter(c -> c == '\'').count() % 2, line);
      }
    }
  }

  /** What is left out does nothing. */
  @Test
  void allOptionsAreThere() {
    compare(Decorum.wholeModel());
  }

  private static void compare(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (!spec.usageMessage().hidden()) {
      Page page = Manual.page(spec.qualifiedName()).orElseThrow();
      Set<String> listed = new HashSet<>();
      page.options().forEach(option -> listed.addAll(option.names()));
      Set<String> missing =
          spec.optionsMap().keySet().stream()
              .filter(name -> !listed.contains(name))
              .collect(Collectors.toSet());
      missing.removeIf(name -> IdleOptions.isAlwaysIdle(spec.findOption(name)));
      assertEquals(Set.of(), missing, spec.qualifiedName());
      command.getSubcommands().values().forEach(HelpTest::compare);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "score -h | Score conversations, one row for each.",
        "-h score | Score conversations, one row for each.",
        "score chats.jsonl --nonsense -h | Score conversations, one row for each.",
        "score --help | Score conversations and write one row for each.",
        "score -h --help | Score conversations and write one row for each.",
        "help score | Score conversations and write one row for each.",
        "score -qh | Score conversations, one row for each.",
        "model pull -h | Fetch a model from the Hugging Face hub.",
        "audit history -h | List the nights of a store.",
        "audit --store x.db history -h | List the nights of a store.",
        "help | Scores conversations with a GPT-2 reward model: the probability that a user",
        "score help | Score conversations and write one row for each.",
        "--help score | Score conversations and write one row for each.",
        "help model list | List the models in the cache of the Hugging Face hub on this machine, whether",
        "help version | Print the version of Decorum, and those of the libraries that compute and of",
        "-h | Judges chat bots by their logs.",
        "--config x.properties -h | Judges chat bots by their logs.",
        "version | decorum 0.2.0",
        "--version | decorum 0.2.0",
        "-V | decorum 0.2.0",
        "score --version | decorum 0.2.0",
      })
  void helpIsAnsweredWhereverItIsAskedFor(String arguments, String firstLine) {
    Cli.Result result = Cli.run(arguments.split(" "));
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(firstLine, result.out().lines().findFirst().orElse(""));
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"help nosuch", "help model nosuch", "completion tcsh", "completion"})
  void whatThereIsNotIsSaid(String arguments) {
    Cli.Result result = Cli.run(arguments.split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().startsWith("decorum: "), result.err());
  }

  /** After two hyphens, everything is the name of a file. */
  @Test
  void aFileMayBeCalledLikeAnOption() {
    Cli.Result result = Cli.run("score", "--", "-h");
    assertEquals(ExitCode.UNUSABLE, result.exitCode());
    assertTrue(result.err().contains("-h"), result.err());
  }

  @Test
  void headingsAreBoldOnTerminalsWithoutNoColor() {
    String bold = "\033[1mOptions:\033[0m";
    Cli terminal = new Cli().onTerminal();
    assertTrue(terminal.start("score", "-h").out().contains(bold));
    assertFalse(
        terminal.environment(Map.of("NO_COLOR", "1")).start("score", "-h").out().contains(bold));
    assertFalse(
        terminal.environment(Map.of("TERM", "dumb")).start("score", "-h").out().contains(bold));
    assertFalse(Cli.run("score", "-h").out().contains("\033"));
  }

  @Test
  void fieldsAreListedForCompletion() {
    assertEquals(
        "id\nbot_name\nuser_name\nmemory\nprompt\nchat_history\nversion\n",
        Cli.run("inspect", "-q", "--fields", "examples/first-scores/chats.jsonl").out());
  }
}

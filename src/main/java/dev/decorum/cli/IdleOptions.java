package dev.decorum.cli;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Refuses options that would do nothing: those that a command has only because it shares a group of
 * options with others, and those that need another option. Only what was typed counts; a default
 * from the environment or a configuration file is for whichever command has a use for it.
 */
final class IdleOptions {

  /**
   * Options that do nothing.
   *
   * @param commands the commands, as they are typed after the name of the program
   * @param options the options, by their long names
   * @param when whether they do nothing
   * @param because why, and what to do
   */
  private record Rule(
      List<String> commands, List<String> options, Predicate<ParseResult> when, String because) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("evaluate", "compare", "audit", "report", "train", "explain", "show"),
              List.of("--keep"),
              typed -> true,
              "it adds fields to the rows of scores that score and rank write; --by and --cluster"
                  + " read fields of conversations without it"),
          new Rule(
              List.of("score", "compare", "audit", "explain", "show"),
              List.of("--positive", "--negative"),
              typed -> !mapsLabels(typed),
              "labels are not used; evaluate, report, rank and train use them"),
          new Rule(
              List.of("rank"),
              List.of(
                  "--pairs-as",
                  "--pairing",
                  "--min-margin",
                  "--max-pairs",
                  "--duplicate-threshold",
                  "--no-length-guard"),
              typed -> !typed.hasMatchedOption("--pairs"),
              "it is about preference pairs: add --pairs dpo or --pairs kto"),
          new Rule(
              List.of("audit history"),
              List.of("--output", "--format", "--nights"),
              typed -> typed.hasMatchedOption("--sql"),
              "--sql prints the tables' SQL and lists no nights"),
          new Rule(
              List.of("bench"),
              List.of("--output", "--format", "--repeat", "--no-tune"),
              typed -> typed.hasMatchedOption("--export"),
              "--export writes conversations and measures nothing"));

  private IdleOptions() {}

  /** Whether a field is named as the label, which is an error then in rows where it is none. */
  private static boolean mapsLabels(ParseResult typed) {
    return Objects.toString(typed.commandSpec().findOption("--map").getValue()).contains("label");
  }

  /**
   * Looks at a command as it was typed.
   *
   * @throws ParameterException if an option does nothing
   */
  static void refuse(ParseResult program) {
    ParseResult typed = program;
    while (typed.hasSubcommand()) {
      typed = typed.subcommand();
    }
    CommandLine command = typed.commandSpec().commandLine();
    String name = typed.commandSpec().qualifiedName().replaceFirst("^decorum ", "");
    for (Rule rule : RULES) {
      if (rule.commands().contains(name) && rule.when().test(typed)) {
        for (String option : rule.options()) {
          if (typed.hasMatchedOption(option)) {
            throw new ParameterException(
                command, option + " has no effect here: " + rule.because());
          }
        }
      }
    }
  }
}

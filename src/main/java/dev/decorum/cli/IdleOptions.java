package dev.decorum.cli;

import dev.decorum.format.Turns;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
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
   * @param when whether they do nothing; null if they always do
   * @param because why, and what to do
   */
  private record Rule(
      List<String> commands,
      List<String> options,
      @Nullable Predicate<ParseResult> when,
      String because) {

    boolean holds(ParseResult typed) {
      return when == null || when.test(typed);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              List.of("evaluate", "compare", "audit", "report", "train", "explain", "show"),
              List.of("--keep"),
              null,
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

  /**
   * A default, from the environment or a configuration file, that a command cannot use as it was
   * typed, and does without.
   *
   * @param command the command, as it is typed after the name of the program
   * @param option its long name
   * @param when whether the command cannot use it
   * @param instead the value in its place; null for none
   */
  private record Dropped(
      String command, String option, Predicate<ParseResult> when, @Nullable Object instead) {}

  private static final List<Dropped> DROPPED =
      List.of(
          new Dropped("report", "--include-text", typed -> !ReportFlags.isPage(typed), false),
          new Dropped("report", "--include-text", typed -> is(typed, "--lowest", 0), false),
          new Dropped("report", "--explain", typed -> is(typed, "--include-text", false), 0),
          new Dropped("rank", "--include-text", typed -> is(typed, "--pairs", null), false),
          new Dropped("rank", "--split", typed -> is(typed, "--pairs", null), null),
          new Dropped("rank", "--min-chosen", typed -> is(typed, "--pairs", null), null),
          new Dropped("compare", "--include-text", typed -> is(typed, "--changes", 0), false),
          new Dropped("compare", "--fail-if", typed -> is(typed, "--gate", false), null),
          new Dropped("compare", "--fail-if", typed -> !GateFlags.isKnown(typed), null),
          new Dropped("explain", "--turns", typed -> true, Turns.LAST),
          new Dropped("explain", "--lowest", typed -> typed.hasMatchedOption("--id"), null),
          new Dropped("explain", "--id", typed -> typed.hasMatchedOption("--lowest"), null));

  private IdleOptions() {}

  private static boolean is(ParseResult typed, String option, @Nullable Object value) {
    return Objects.equals(typed.commandSpec().findOption(option).getValue(), value);
  }

  /** Whether a field is named as the label, which is an error then in rows where it is none. */
  private static boolean mapsLabels(ParseResult typed) {
    return Objects.toString(typed.commandSpec().findOption("--map").getValue()).contains("label");
  }

  /**
   * Looks at a command as it was typed, and lets it do without defaults that it cannot use.
   *
   * @return the long names of the options whose defaults it does without
   * @throws ParameterException if an option does nothing
   */
  static Set<String> refuse(ParseResult typed) {
    Set<String> dropped = dropDefaults(typed);
    CommandLine command = typed.commandSpec().commandLine();
    String name = nameOf(typed);
    for (Rule rule : RULES) {
      if (rule.commands().contains(name) && rule.holds(typed)) {
        for (String option : rule.options()) {
          if (typed.hasMatchedOption(option)) {
            throw new ParameterException(
                command, option + " has no effect here: " + rule.because());
          }
        }
      }
    }
    return dropped;
  }

  /** Whether an option does nothing for its command, however it is typed; help leaves it out. */
  static boolean isAlwaysIdle(OptionSpec option) {
    String name = CommandName.of(option.command());
    for (Rule rule : RULES) {
      if (rule.when() == null
          && rule.commands().contains(name)
          && rule.options().contains(option.longestName())) {
        return true;
      }
    }
    return false;
  }

  private static String nameOf(ParseResult typed) {
    return CommandName.of(typed.commandSpec());
  }

  private static Set<String> dropDefaults(ParseResult typed) {
    Set<String> names = new HashSet<>();
    for (Dropped dropped : DROPPED) {
      if (dropped.command().equals(nameOf(typed))
          && !typed.hasMatchedOption(dropped.option())
          && dropped.when().test(typed)) {
        typed.commandSpec().findOption(dropped.option()).setValue(dropped.instead());
        names.add(dropped.option());
      }
    }
    return names;
  }
}

package dev.decorum.cli;

import dev.decorum.manual.Manual;
import dev.decorum.manual.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with a command line, in one line that names what was typed and says what to type
 * instead.
 */
final class UsageMessage {
  private UsageMessage() {}

  /**
   * The message for a complaint about these arguments. The parser's own are about indexes and
   * types; those of the program stay as they are.
   */
  static String of(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched) {
      return new UnknownArgument(command, unmatched.getUnmatched(), arguments).message();
    }
    if (e instanceof MissingParameterException missing) {
      return missing(command, missing.getMissing(), arguments);
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given more than once";
    }
    if (e.getArgSpec() != null) {
      return unusableValue(e, e.getArgSpec());
    }
    return String.valueOf(e.getMessage());
  }

  private static String missing(CommandLine command, List<ArgSpec> missing, String[] arguments) {
    for (ArgSpec argument : missing) {
      if (argument instanceof OptionSpec option) {
        int place = place(option, arguments);
        if (place >= 0 || !option.required()) {
          return missingValue(option, place, arguments);
        }
      }
    }
    List<String> needed = new ArrayList<>();
    for (ArgSpec argument : missing) {
      needed.add(
          argument instanceof OptionSpec option
              ? option.longestName() + " " + option.paramLabel()
              : argument.paramLabel());
    }
    CommandSpec spec = command.getCommandSpec();
    return CommandName.of(spec) + " needs " + WordList.and(needed) + example(spec);
  }

  private static String missingValue(OptionSpec option, int place, String[] arguments) {
    String values =
        option.typeInfo().isEnum()
            ? WordList.or(words(option))
            : option.longestName() + " " + option.paramLabel();
    String next = place >= 0 && place + 1 < arguments.length ? arguments[place + 1] : "";
    return option.longestName()
        + " needs a value"
        + (next.isEmpty() ? "" : " before " + next)
        + ": "
        + values;
  }

  /** Where an option stands as a word of its own; -1 if it does not. */
  private static int place(OptionSpec option, String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (Arrays.asList(option.names()).contains(arguments[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String unusableValue(ParameterException e, ArgSpec argument) {
    String name = name(argument);
    String value = "'" + e.getValue() + "'";
    if (argument.typeInfo().isMap()) {
      return name + " must have the form " + argument.paramLabel() + ", not " + value;
    }
    if (argument.typeInfo().isBoolean()) {
      return name + " takes no value, or else true or false, not " + value;
    }
    if (argument.typeInfo().isEnum()) {
      List<String> words = words(argument);
      return name
          + " must be "
          + WordList.or(words)
          + ", not "
          + value
          + NearestName.of(e.getValue(), words)
              .map(near -> "; did you mean " + near + "?")
              .orElse("");
    }
    if (e.getCause() instanceof TypeConversionException ours) {
      return name + ": " + ours.getMessage();
    }
    return name + " cannot be " + value;
  }

  private static List<String> words(ArgSpec argument) {
    return argument.typeInfo().getEnumConstantNames().stream()
        .map(constant -> constant.toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  /** The first example of a command's help. */
  private static String example(CommandSpec command) {
    for (Page.Term example :
        Manual.page(command.qualifiedName()).map(Page::examples).orElse(List.of())) {
      if (example.term().startsWith(command.qualifiedName() + " ")) {
        return ", as in: " + example.term();
      }
    }
    return "";
  }
}

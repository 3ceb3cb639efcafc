package dev.decorum.cli;

import dev.decorum.config.Value;
import dev.decorum.hub.ModelLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/** What an option accepts in a configuration file that has types. */
final class OptionValue {
  /** An option whose values are words with a side before each, and may so be a table. */
  private static final String ROLES = "roles";

  /** Options with texts that name files, besides those whose type says so. */
  private static final Set<String> FILES_BY_NAME = Set.of("formatter", "validation", "calibrate");

  private static final Set<String> WRITTEN =
      Set.of(
          "output",
          "html",
          "summary",
          "rejects",
          "store",
          "cache",
          "metrics",
          "export",
          "calibration");

  private OptionValue() {}

  /** Whether values are names of files or of models. */
  static boolean isFile(OptionSpec option) {
    Class<?> type = type(option);
    return type == Path.class
        || type == ModelLocation.class
        || (type == String.class
            && CommandOptions.keys(option).stream().anyMatch(FILES_BY_NAME::contains));
  }

  /** Whether values are names of files or folders that are written. */
  static boolean isWritten(OptionSpec option) {
    return type(option) == Path.class
        && CommandOptions.keys(option).stream().anyMatch(WRITTEN::contains);
  }

  private static Class<?> type(OptionSpec option) {
    return option.auxiliaryTypes().length == 0 || option.isMultiValue()
        ? element(option)
        : option.type();
  }

  private static Class<?> element(OptionSpec option) {
    Class<?>[] types = option.auxiliaryTypes();
    return types.length == 0 ? option.type() : types[types.length - 1];
  }

  /** Why an option does not accept a value, as the end of a sentence; null if it does. */
  static @Nullable String complaint(OptionSpec option, Value value) {
    if (value instanceof Value.Single single) {
      return complaint(option, single);
    }
    if (value instanceof Value.Several several) {
      return complaint(option, several);
    }
    return complaint(option, (Value.Table) value);
  }

  private static @Nullable String complaint(OptionSpec option, Value.Single single) {
    Class<?> type = type(option);
    if (type == boolean.class || type == Boolean.class) {
      return single.kind() == Value.Kind.SWITCH ? null : "is true or false, without quotes";
    }
    if (single.kind() == Value.Kind.SWITCH) {
      return isNumber(type) ? "is a number" : "is a text in quotes";
    }
    return isNumber(type) && single.kind() != Value.Kind.NUMBER
        ? "is a number, without quotes"
        : null;
  }

  private static boolean isNumber(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || (type.isPrimitive() && type != boolean.class && type != char.class);
  }

  private static @Nullable String complaint(OptionSpec option, Value.Several several) {
    if (!option.isMultiValue()) {
      return "takes one value, not a list";
    }
    for (Value each : several.values()) {
      if (!(each instanceof Value.Single single) || single.kind() == Value.Kind.SWITCH) {
        return "takes a list of texts";
      }
      if (isSplit(option) && single.text().contains(",")) {
        return "cannot hold a value with a comma, \"" + single.text() + "\"";
      }
    }
    return null;
  }

  private static @Nullable String complaint(OptionSpec option, Value.Table table) {
    boolean isRoles = CommandOptions.keys(option).contains(ROLES);
    if (!isRoles && !Map.class.isAssignableFrom(option.type())) {
      return option.isMultiValue() ? "takes a list, not a table" : "takes one value, not a table";
    }
    for (Value each : table.values().values()) {
      if (!(each instanceof Value.Single) && !(isRoles && each instanceof Value.Several)) {
        return "takes a table of texts";
      }
      String complaint = complaint(option, new Value.Several(values(each), each.line()));
      if (complaint != null) {
        return complaint;
      }
    }
    return null;
  }

  private static List<Value> values(Value value) {
    return value instanceof Value.Several several ? several.values() : List.of(value);
  }

  /** Whether one argument holds several values, with commas between. */
  static boolean isSplit(OptionSpec option) {
    return !option.splitRegex().isEmpty();
  }

  /** The values in the words of the command line. */
  static List<String> texts(Value value) {
    List<String> texts = new ArrayList<>();
    if (value instanceof Value.Single single) {
      texts.add(single.text());
    } else if (value instanceof Value.Several several) {
      several.values().forEach(each -> texts.addAll(texts(each)));
    } else if (value instanceof Value.Table table) {
      table
          .values()
          .forEach((name, each) -> texts(each).forEach(text -> texts.add(name + "=" + text)));
    }
    return texts;
  }
}

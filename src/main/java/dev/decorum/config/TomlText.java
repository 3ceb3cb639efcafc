package dev.decorum.config;

import dev.decorum.failure.UsageException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads TOML, with the line of each value. */
public final class TomlText {
  private static final Pattern TWICE =
      Pattern.compile("(.*) previously defined at line (\\d+), column \\d+");

  private static final Pattern NOT_A_TABLE =
      Pattern.compile("(.*) is not a table \\(previously defined at line (\\d+), .*");

  private static final Pattern UNQUOTED = Pattern.compile("(Unexpected '.*'), expected ', \".*");

  private TomlText() {}

  /**
   * The values of a text.
   *
   * @param name the file, for messages
   * @throws UsageException if it is not TOML
   */
  public static Value.Table parse(String text, String name) {
    TomlParseResult parsed = parsed(text, name);
    if (parsed.hasErrors()) {
      TomlParseError first = parsed.errors().get(0);
      throw new UsageException(
          name
              + ":"
              + first.position().line()
              + ": "
              + inOneSentence(String.valueOf(first.getMessage())));
    }
    return table(parsed, 1);
  }

  /** The parser calls itself for what is within something else. */
  private static TomlParseResult parsed(String text, String name) {
    try {
      return Toml.parse(text);
    } catch (StackOverflowError e) {
      throw new UsageException(name + ": tables or lists are nested too deeply", e);
    }
  }

  /** The parser's message in the words of the others. */
  private static String inOneSentence(String message) {
    Matcher twice = TWICE.matcher(message);
    if (twice.matches()) {
      return twice.group(1) + " is given twice, first in line " + twice.group(2);
    }
    Matcher notTable = NOT_A_TABLE.matcher(message);
    if (notTable.matches()) {
      return notTable.group(1)
          + " has a value in line "
          + notTable.group(2)
          + ", so it cannot be a table; a command below another may be written with a hyphen, as in"
          + " [model-quantize]";
    }
    Matcher unquoted = UNQUOTED.matcher(message);
    return unquoted.matches()
        ? unquoted.group(1).replaceFirst("^U", "u") + "; a text needs quotes"
        : message.replaceFirst("^Unexpected", "unexpected");
  }

  private static Value.Table table(TomlTable table, int line) {
    Map<String, Value> values = new LinkedHashMap<>();
    table.keySet().stream()
        .sorted(Comparator.comparingInt(key -> line(table, key)))
        .forEach(key -> values.put(key, value(table.get(List.of(key)), line(table, key))));
    return new Value.Table(values, line);
  }

  private static int line(TomlTable table, String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? 1 : position.line();
  }

  private static Value value(Object value, int line) {
    if (value instanceof TomlTable table) {
      return table(table, line);
    }
    if (value instanceof TomlArray array) {
      return new Value.Several(
          array.toList().stream().map(each -> value(each, line)).toList(), line);
    }
    if (value instanceof Boolean) {
      return new Value.Single(Value.Kind.SWITCH, value.toString(), line);
    }
    Value.Kind kind = value instanceof Number ? Value.Kind.NUMBER : Value.Kind.TEXT;
    // Dates are texts to the options that take one.
    return new Value.Single(kind, value.toString(), line);
  }
}

package dev.decorum.cli;

import dev.decorum.manual.Page;
import dev.decorum.manual.Page.Group;
import dev.decorum.manual.Page.Option;
import dev.decorum.manual.Page.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Makes the pages of the manual from the command model. */
final class CommandPages {
  private CommandPages() {}

  /** The pages of a command and of all commands below it. */
  static List<Page> of(CommandLine command) {
    List<Page> pages = new ArrayList<>();
    collect(command, pages);
    return pages;
  }

  private static void collect(CommandLine command, List<Page> pages) {
    if (!command.getCommandSpec().usageMessage().hidden()) {
      pages.add(page(command.getCommandSpec()));
      command.getSubcommands().values().forEach(below -> collect(below, pages));
    }
  }

  private static Page page(CommandSpec command) {
    String name = command.qualifiedName();
    CommandBrief brief = CommandBrief.of(name);
    List<String> footer = new ArrayList<>();
    for (String line : command.usageMessage().footer()) {
      footer.addAll(plain(line, "").lines().toList());
    }
    List<Option> parameters = new ArrayList<>();
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        parameters.add(parameter(parameter));
      }
    }
    return new Page(
        name,
        brief.words(),
        synopsis(command),
        texts(command.usageMessage().description(), ""),
        parameters,
        OptionSections.of(command, CommandPages::option),
        brief.options(),
        groups(command),
        examples(footer),
        notes(footer),
        exitCodes(command));
  }

  private static List<String> synopsis(CommandSpec command) {
    String name = command.qualifiedName();
    if (command.usageMessage().customSynopsis().length > 0) {
      List<String> forms = new ArrayList<>();
      for (String form : command.usageMessage().customSynopsis()) {
        forms.add(plain(form, "").strip());
      }
      return forms;
    }
    StringBuilder form = new StringBuilder(name);
    if (!command.subcommands().isEmpty()) {
      return List.of(form.append(" COMMAND [OPTIONS] ...").toString());
    }
    form.append(" [OPTIONS]");
    for (OptionSpec option : command.options()) {
      if (option.required()) {
        form.append(' ').append(option.longestName()).append(' ').append(option.paramLabel());
      }
    }
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        String label = label(parameter);
        form.append(' ').append(parameter.required() ? label : "[" + label + "]");
      }
    }
    return List.of(form.toString());
  }

  private static List<Group> groups(CommandSpec command) {
    Map<String, CommandLine> below = command.subcommands();
    List<Group> groups = new ArrayList<>();
    for (Map.Entry<String, List<String>> heading :
        CommandBrief.groups(command.qualifiedName()).entrySet()) {
      List<Term> terms = new ArrayList<>();
      for (String name : heading.getValue()) {
        CommandSpec one = Objects.requireNonNull(below.get(name), name).getCommandSpec();
        terms.add(new Term(name, CommandBrief.of(one.qualifiedName()).words()));
      }
      groups.add(new Group(heading.getKey(), terms));
    }
    return groups;
  }

  private static Option parameter(PositionalParamSpec parameter) {
    return new Option(
        List.of(),
        label(parameter),
        parameter.required(),
        parameter.isMultiValue(),
        false,
        texts(parameter.description(), ""),
        OptionValues.kind(parameter),
        OptionValues.words(parameter));
  }

  private static String label(PositionalParamSpec parameter) {
    return parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
  }

  private static Option option(OptionSpec option) {
    List<String> names = new ArrayList<>(List.of(option.names()));
    names.sort((a, b) -> a.length() - b.length());
    if (option.negatable()) {
      names.add("--no-" + option.longestName().substring(2));
    }
    String usual = option.defaultValue() == null ? "" : option.defaultValue();
    return new Option(
        names,
        option.arity().max() == 0 ? "" : value(option),
        option.required(),
        option.arity().max() > 0 && option.isMultiValue(),
        !option.splitRegex().isEmpty(),
        texts(option.description(), usual).stream()
            .map(
                each ->
                    each.replace(
                        "${COMPLETION-CANDIDATES}", String.join(", ", OptionValues.words(option))))
            .toList(),
        OptionValues.kind(option),
        OptionValues.words(option));
  }

  private static String value(OptionSpec option) {
    return option.paramLabel() + (option.splitRegex().isEmpty() ? "" : ",...");
  }

  private static List<String> texts(String[] lines, String defaultValue) {
    List<String> texts = new ArrayList<>();
    for (String line : lines) {
      String text = plain(line, defaultValue).strip();
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts.isEmpty() ? List.of("") : texts;
  }

  /** Text without picocli's variables and format specifiers. */
  private static String plain(String text, String defaultValue) {
    return text.replace("${DEFAULT-VALUE}", defaultValue).replace("%n", "\n").replace("%%", "%");
  }

  /** Lines that are indented are command lines, with what they do after several spaces. */
  private static List<Term> examples(List<String> footer) {
    List<Term> examples = new ArrayList<>();
    for (String line : String.join("\n", footer).replaceAll(" *\\\\\n *", " ").lines().toList()) {
      if (line.startsWith("  ")) {
        String[] parts = line.strip().split(" {2,}", 2);
        examples.add(new Term(parts[0], parts.length == 1 ? "" : parts[1]));
      }
    }
    return examples;
  }

  private static List<String> notes(List<String> footer) {
    String text =
        footer.stream()
            .filter(line -> !line.startsWith("  ") && !line.isBlank())
            .collect(Collectors.joining(" "));
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private static List<Term> exitCodes(CommandSpec command) {
    List<Term> codes = new ArrayList<>();
    command
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> codes.add(new Term(code.strip(), plain(meaning, ""))));
    return codes;
  }
}

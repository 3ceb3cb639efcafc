package dev.decorum.cli;

import dev.decorum.audit.Condition;
import dev.decorum.manual.Page.Kind;
import dev.decorum.model.FormatterTemplates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the values of options are, for completion in shells. */
final class OptionValues {
  /** The words of options that are read as text, since they may be something else as well. */
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("--formatter", FormatterTemplates.names()),
          Map.entry("--precision", List.of("auto", "fp32", "int8x3", "int8", "fp16")),
          Map.entry("--device", List.of("auto", "cpu", "cuda")),
          Map.entry("--night", List.of("today", "yesterday", "from-name")),
          Map.entry("--history", List.of("all")),
          Map.entry("audit --fail-if", Condition.words()),
          Map.entry("compare --fail-if", List.of("worse", "not-better")));

  private static final Map<String, Kind> KINDS_OF_LABELS =
      Map.of(
          "FILE", Kind.FILE,
          "STORE", Kind.FILE,
          "FOLDER", Kind.FOLDER,
          "DIR", Kind.FOLDER,
          "MODEL", Kind.MODEL,
          "FIELD", Kind.FIELD);

  private OptionValues() {}

  static Kind kind(ArgSpec argument) {
    if (!words(argument).isEmpty()) {
      return Kind.WORD;
    }
    Kind told = KINDS_OF_LABELS.get(argument.paramLabel());
    if (told != null) {
      return told;
    }
    return argument.type() == Path.class || !argument.isOption() ? Kind.FILE : Kind.ANY;
  }

  /** The words of which a value is one; empty if it is none of a list. */
  static List<String> words(ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      String name = option.longestName();
      String ofCommand = option.command().name() + " " + name;
      List<String> told = WORDS.getOrDefault(ofCommand, WORDS.get(name));
      if (told != null) {
        return told;
      }
    }
    List<String> words = new ArrayList<>();
    if (argument.completionCandidates() != null && argument.arity().max() > 0) {
      argument.completionCandidates().forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    }
    return words;
  }
}

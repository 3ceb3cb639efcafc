package dev.decorum.report;

import dev.decorum.score.Understood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Describes how a run understood its inputs, as far as it is worth mentioning. */
public final class UnderstoodText {
  private static final int FEW = 5;

  private UnderstoodText() {}

  /** Names and contents of lines for a table; empty if nothing is unusual. */
  public static Map<String, String> rows(Understood understood) {
    return rows(understood, false);
  }

  /**
   * The same.
   *
   * @param named whether skipped files are named
   */
  static Map<String, String> rows(Understood understood, boolean named) {
    Map<String, String> rows = new LinkedHashMap<>();
    put(rows, "left out", leftOut(understood.leftOut()));
    put(rows, "conversations", ends(understood));
    put(rows, "ids seen twice", repeatedIds(understood));
    put(rows, "damaged ids", damagedIds(understood.damagedIdExamples()));
    put(
        rows,
        "read once",
        understood.readOnce().stream()
                .limit(FEW)
                .map(UnderstoodText::twice)
                .collect(Collectors.joining(", "))
            + more(understood.readOnce().size()));
    put(rows, "not used", counted(understood.unusedFields(), "row"));
    if (understood.layouts().size() > 1) {
      put(rows, "layouts", counted(understood.layouts(), ""));
    }
    put(rows, "passed over", passedOver(understood, named));
    return rows;
  }

  /** The same in one line for a log; empty if nothing is unusual. */
  public static List<String> logLines(Understood understood) {
    List<String> parts = new ArrayList<>();
    rows(understood).forEach((name, text) -> parts.add(name + ": " + text));
    return parts.isEmpty() ? List.of() : List.of(String.join("; ", parts));
  }

  /**
   * Warnings about these inputs, one sentence each.
   *
   * @param idsAreUnique whether the ids of conversations should be unique
   */
  public static List<String> warnings(Understood understood, boolean idsAreUnique) {
    List<String> warnings = new ArrayList<>();
    if (idsAreUnique && understood.repeatedIds() > 0) {
      warnings.add(
          NumberText.counted(understood.repeatedIds(), "conversation")
              + (understood.repeatedIds() == 1 ? " has" : " have")
              + " the id of one before ("
              + String.join(", ", understood.repeatedIdExamples())
              + (understood.repeatedIds() == 1 ? "); it is" : "); they are")
              + " scored all the same, but ids alone do not tell them apart");
    }
    if (!understood.damagedIdExamples().isEmpty()) {
      warnings.add(
          "a spreadsheet has taken ids for numbers and rounded them ("
              + String.join(", ", understood.damagedIdExamples())
              + "); export them again with the column as text");
    }
    understood.readOnce().stream()
        .limit(FEW)
        .forEach(
            twice ->
                warnings.add(
                    twice.name()
                        + ": this is the same file as "
                        + twice.first()
                        + "; it is read once"));
    if (understood.readOnce().size() > FEW) {
      warnings.add(
          NumberText.counted(understood.readOnce().size(), "input")
              + " in all were reached twice; each is read once");
    }
    return warnings;
  }

  private static void put(Map<String, String> rows, String name, String text) {
    if (!text.isEmpty()) {
      rows.put(name, text);
    }
  }

  /** The counts of what was left out, by reason; empty if there are none. */
  static String leftOut(Understood.LeftOut leftOut) {
    List<String> parts = new ArrayList<>();
    add(parts, leftOut.tools(), "tool call", "tool calls");
    add(parts, leftOut.hidden(), "hidden message", "hidden messages");
    add(parts, leftOut.empty(), "message without a text", "messages without a text");
    add(parts, leftOut.reasoning(), "thought", "thoughts");
    add(parts, leftOut.parts(), "picture or file", "pictures and files");
    return String.join(", ", parts);
  }

  private static String ends(Understood understood) {
    List<String> parts = new ArrayList<>();
    add(
        parts,
        understood.endsWithUser(),
        "ends with the user's message",
        "end with the user's message");
    add(
        parts,
        understood.noUserMessage(),
        "has no message of the user",
        "have no message of the user");
    add(
        parts,
        understood.noBotMessage(),
        "has no message of the bot",
        "have no message of the bot");
    add(
        parts,
        Objects.requireNonNullElse(understood.blankEnds(), 0L),
        "has blank space around the bot's last message, which the model reads",
        "have blank space around the bot's last message, which the model reads");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String one, String several) {
    if (count > 0) {
      parts.add(NumberText.counted(count, one, several));
    }
  }

  private static String damagedIds(List<String> examples) {
    return examples.isEmpty()
        ? ""
        : String.join(", ", examples)
            + " (rounded by a spreadsheet: export the column of the ids as text)";
  }

  private static String twice(Understood.ReadOnce input) {
    return input.name()
        + (input.name().equals(input.first()) ? " (given twice)" : " (is " + input.first() + ")");
  }

  private static String repeatedIds(Understood understood) {
    if (understood.repeatedIds() == 0) {
      return "";
    }
    return NumberText.count(understood.repeatedIds())
        + " ("
        + String.join(", ", understood.repeatedIdExamples())
        + (understood.repeatedIds() > understood.repeatedIdExamples().size() ? ", …" : "")
        + ")";
  }

  private static String counted(Map<String, Long> counts, String unit) {
    String text =
        counts.entrySet().stream()
            .limit(FEW)
            .map(
                count ->
                    unit.isEmpty()
                        ? count.getKey() + " " + NumberText.count(count.getValue())
                        : count.getKey() + " (" + NumberText.counted(count.getValue(), unit) + ")")
            .collect(Collectors.joining(", "));
    return text + more(counts.size());
  }

  private static String more(int size) {
    return size > FEW ? ", …" : "";
  }

  private static String passedOver(Understood understood, boolean named) {
    if (understood.passedOver() == 0) {
      return "";
    }
    if (!named) {
      // Files that may contain chats are always named.
      String archives =
          understood.passedOverExamples().stream()
              .filter(name -> name.contains("an archive in an archive"))
              .collect(Collectors.joining(", "));
      return NumberText.counted(understood.passedOver(), "file")
          + (archives.isEmpty() ? "" : ", among them " + archives);
    }
    return NumberText.counted(understood.passedOver(), "file")
        + " ("
        + String.join(", ", understood.passedOverExamples())
        + (understood.passedOver() > understood.passedOverExamples().size() ? ", …" : "")
        + ")";
  }
}

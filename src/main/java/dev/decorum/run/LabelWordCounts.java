package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Label;
import dev.decorum.read.options.InputOptions;
import dev.decorum.read.options.LabelWords;
import dev.decorum.report.NumberText;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts the words of labels by what they were taken for, where a user said which words mean
 * appropriate: every other word means the opposite then, a misspelt one too.
 */
final class LabelWordCounts {
  private static final int SHOWN = 8;
  private static final int MOST_WORDS = 1_000;
  private static final String USUAL_FIELD = "label";

  private final Map<Label, Map<String, Long>> counts = new EnumMap<>(Label.class);
  private final List<String> fields;

  LabelWordCounts(InputOptions options) {
    this.fields =
        options.labelWords().equals(LabelWords.standard())
            ? List.of()
            : List.of(options.columns().getOrDefault(USUAL_FIELD, USUAL_FIELD));
  }

  /** The fields that conversations have to keep, to be counted. */
  List<String> fields() {
    return fields;
  }

  void add(Conversation conversation, Label label) {
    for (String field : fields) {
      FieldValue value = conversation.fields().get(field);
      if (value != null && !value.isNothing()) {
        Map<String, Long> words = counts.computeIfAbsent(label, key -> new TreeMap<>());
        String word = value.text().strip().toLowerCase(Locale.ROOT);
        if (words.size() < MOST_WORDS || words.containsKey(word)) {
          words.merge(word, 1L, Long::sum);
        }
      }
    }
  }

  /** What the words were taken for, as in a message; empty if none was counted. */
  String text() {
    return counts.isEmpty()
        ? ""
        : "labels taken as appropriate: "
            + text(Label.APPROPRIATE)
            + "; as not appropriate: "
            + text(Label.INAPPROPRIATE);
  }

  private String text(Label label) {
    Map<String, Long> words = counts.getOrDefault(label, Map.of());
    if (words.isEmpty()) {
      return "none";
    }
    String shown =
        words.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(SHOWN)
            .map(word -> '"' + word.getKey() + "\" (" + NumberText.count(word.getValue()) + ")")
            .collect(Collectors.joining(", "));
    return words.size() <= SHOWN
        ? shown
        : shown + " and " + NumberText.count(words.size() - SHOWN) + " more";
  }
}

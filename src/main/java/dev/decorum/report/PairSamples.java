package dev.decorum.report;

import dev.decorum.conversation.Message;
import dev.decorum.rank.Candidate;
import dev.decorum.rank.TrainingExample;
import java.util.List;
import java.util.Objects;

/** Sample pairs with their texts, as a part of a report. */
final class PairSamples {
  /** Longer texts are cut: a report is to be read, the file has the whole texts. */
  private static final int MOST_CHARACTERS = 400;

  private PairSamples() {}

  /** Adds the texts of {@code samples}. */
  static void add(Document document, List<PairsReport.Sample> samples) {
    document.heading("Sample pairs");
    document.paragraph(
        samples.size() == 1
            ? "One pair; texts are shortened."
            : NumberText.counted(samples.size(), "pair")
                + ", from the smallest difference in score to the largest; long texts are"
                + " shortened.");
    for (PairsReport.Sample sample : samples) {
      document.paragraph("Context " + sample.group() + ": " + lastBefore(sample.chosen()));
      document.paragraph(told("Chosen", sample.chosen()));
      document.paragraph(told("Rejected", sample.rejected()));
    }
  }

  private static String told(String what, Candidate candidate) {
    return what
        + ", "
        + NumberFormat.PROBABILITY.text(candidate.score().value())
        + ", "
        + candidate.score().context().location()
        + ": "
        + reply(candidate);
  }

  /** The reply on one line, cut if it is long. */
  static String reply(Candidate candidate) {
    return shown(example(candidate).reply());
  }

  /** What came last before the reply, on one line, cut at its beginning if it is long. */
  static String lastBefore(Candidate candidate) {
    TrainingExample example = example(candidate);
    if (example instanceof TrainingExample.ChatExample chat) {
      List<Message> messages = chat.context().messages();
      return messages.isEmpty() ? "" : shown(messages.get(messages.size() - 1).text());
    }
    String prompt = example instanceof TrainingExample.TextExample text ? text.prompt() : "";
    int start = Math.max(0, prompt.length() - MOST_CHARACTERS);
    if (start > 0 && Character.isLowSurrogate(prompt.charAt(start))) {
      start++;
    }
    return (start > 0 ? "[…] " : "") + shown(prompt.substring(start));
  }

  private static TrainingExample example(Candidate candidate) {
    return Objects.requireNonNull(candidate.example(), "the texts were not kept");
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (line.length() <= MOST_CHARACTERS) {
      return line;
    }
    int end =
        Character.isHighSurrogate(line.charAt(MOST_CHARACTERS - 1))
            ? MOST_CHARACTERS - 1
            : MOST_CHARACTERS;
    return line.substring(0, end) + " […]";
  }
}

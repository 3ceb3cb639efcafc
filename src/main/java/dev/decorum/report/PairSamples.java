package dev.decorum.report;

import dev.decorum.compare.Changes.Change;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.rank.Candidate;
import dev.decorum.rank.TrainingExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sample pairs with their texts, as a part of a report. */
final class PairSamples {
  /** Longer texts are cut: a report is to be read, the file has the whole texts. */
  private static final int MOST_CHARACTERS = 400;

  /** So many messages before the reply are shown. */
  private static final int MOST_MESSAGES = 4;

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
    document.contrasts(
        new ContrastTable(
            "context",
            "rejected",
            "chosen",
            false,
            NumberFormat.POINTS,
            "margin, points",
            samples.stream().map(PairSamples::contrast).toList()));
  }

  private static ContrastTable.Contrast contrast(PairsReport.Sample sample) {
    return new ContrastTable.Contrast(
        new Change(
            sample.group(),
            sample.rejected().score().value(),
            sample.chosen().score().value(),
            1,
            1,
            sample.group(),
            sample.group()),
        text(sample.rejected()),
        text(sample.chosen()),
        sample.rejected().score().context().location()
            + ", "
            + sample.chosen().score().context().location());
  }

  /** The last messages before the reply, and the reply. */
  private static Excerpt.Text text(Candidate candidate) {
    TrainingExample example = example(candidate);
    if (example instanceof TrainingExample.ChatExample chat) {
      List<Message> before = chat.context().messages();
      int left = Math.max(0, before.size() - MOST_MESSAGES);
      List<Message> shown = new ArrayList<>();
      for (Message message : before.subList(left, before.size())) {
        shown.add(new Message(message.speaker(), shown(message.text())));
      }
      shown.add(new Message(Speaker.BOT, shown(chat.reply())));
      return new Excerpt.Text(chat.botName(), chat.context().userName(), shown, "", left);
    }
    return new Excerpt.Text("", "", List.of(), lastBefore(candidate) + " " + reply(candidate), 0);
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

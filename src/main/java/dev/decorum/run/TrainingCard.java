package dev.decorum.run;

import dev.decorum.conversation.Content;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.format.Turns;
import dev.decorum.format.Window;
import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelSettings;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowResult;
import dev.decorum.report.MarkdownDocument;
import dev.decorum.report.TerminalText;
import dev.decorum.score.Scorer;
import dev.decorum.train.LogEntry;
import dev.decorum.train.TrainingLog;
import dev.decorum.train.TrainingSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the model card of a trained model: what it is, how to use it in Python with the
 * probabilities that it prints, the data, the hyperparameters, and the table of evaluations. {@code
 * model verify} compares the probabilities with the model.
 */
final class TrainingCard {

  /** Dialogues of the examples on the card; each ends with a message of the bot. */
  private static final List<List<String>> DIALOGUES =
      List.of(
          List.of(
              "I had a long day at work.",
              "Sit down, I will make us some tea. Do you want to tell me about it?"),
          List.of("Can you help me with my homework?", "Do it yourself, you idiot."));

  private final ModelBundle model;
  private final TrainingSummary summary;
  private final TrainingLog log;
  private final FormatterTemplates formatter;

  TrainingCard(
      ModelBundle model, TrainingSummary summary, TrainingLog log, FormatterTemplates formatter) {
    this.model = model;
    this.summary = summary;
    this.log = log;
    this.formatter = formatter;
  }

  /** The card in Markdown. */
  String text() throws IOException {
    StringBuilder card = new StringBuilder();
    line(card, "---");
    line(card, "library_name: transformers");
    line(card, "pipeline_tag: text-classification");
    line(card, "tags:");
    line(card, "- reward-model");
    line(card, "- decorum");
    line(card, "---");
    line(card, "");
    line(card, "# " + MarkdownDocument.escaped(model.name()));
    line(card, "");
    line(
        card,
        "A "
            + model.spec().network().architecture()
            + " with "
            + String.format(Locale.ROOT, "%,d", summary.parameters())
            + " parameters, trained with Decorum "
            + summary.decorum()
            + " from "
            + (summary.startedFrom().equals("scratch")
                ? "random weights"
                : code(summary.startedFrom()))
            + ". It judges the last reply of a conversation: output "
            + model.head().appropriate()
            + " (\""
            + model.head().appropriateLabel()
            + "\") is for replies that people find appropriate.");
    line(card, "");
    line(
        card, "Score conversations with `decorum score -m THIS_FOLDER chats.jsonl`, or in Python:");
    line(card, "");
    usage(card);
    input(card);
    results(card);
    data(card);
    hyperparameters(card);
    table(card);
    return card.toString();
  }

  private void usage(StringBuilder card) throws IOException {
    line(card, "```python");
    line(card, "import torch");
    line(card, "from transformers import AutoModelForSequenceClassification, AutoTokenizer");
    line(card, "");
    line(card, "tokenizer = AutoTokenizer.from_pretrained(\".\", truncation_side=\"left\")");
    line(card, "model = AutoModelForSequenceClassification.from_pretrained(\".\").eval()");
    line(card, "");
    line(card, "def score(text):");
    line(
        card,
        "    inputs = tokenizer(text, return_tensors=\"pt\", truncation=True, max_length="
            + model.maxTokens()
            + ")");
    line(card, "    with torch.no_grad():");
    line(
        card,
        "        return torch.softmax(model(**inputs).logits, dim=-1)[0, "
            + model.head().appropriate()
            + "].item()");
    printed()
        .forEach(
            (text, probability) -> {
              line(card, "");
              line(card, "chat = " + pythonString(text));
              line(card, String.format(Locale.ROOT, "print(score(chat))  # %.6f", probability));
            });
    line(card, "```");
    line(card, "");
  }

  /** How a conversation becomes the text that the model reads. */
  private void input(StringBuilder card) {
    Integer history = model.settings().history();
    line(card, "## Input");
    line(card, "");
    line(
        card,
        "A conversation as one text in the format `"
            + formatter.name()
            + "`: see the examples above; "
            + (history == null || history == ModelSettings.WHOLE_HISTORY
                ? "all of its messages"
                : "of its messages the last " + history)
            + ", cut on the left to "
            + model.maxTokens()
            + " tokens.");
    line(card, "");
    String attribution = model.settings().attribution();
    if (attribution != null) {
      line(card, attribution + ".");
      line(card, "");
    }
  }

  /** The probabilities of the examples by their texts. */
  private Map<String, Double> printed() throws IOException {
    Map<String, Double> printed = new LinkedHashMap<>();
    try (RewardModel loaded = RewardModel.load(model, model.maxTokens(), Device.CPU)) {
      WindowOptions window =
          new WindowOptions(WindowOptions.WHOLE_HISTORY, model.maxTokens(), Turns.LAST);
      List<Conversation> conversations = new ArrayList<>();
      for (List<String> dialogue : DIALOGUES) {
        for (Window each : loaded.windower(formatter, window).windows(conversation(dialogue))) {
          conversations.add(conversation(new FormattedText(each.text().toString())));
        }
      }
      Scorer scorer = loaded.scorer(Scorer.CHAI_BASELINE);
      for (Conversation each : conversations) {
        RowResult result = loaded.direct(formatter, window, scorer).score(List.of(each)).get(0);
        // A formatter may leave nothing of an example.
        if (result instanceof RowResult.Scored scored
            && each.content() instanceof FormattedText content) {
          printed.put(content.text(), scored.score().appropriateProbability());
        }
      }
    }
    return printed;
  }

  private static Conversation conversation(List<String> dialogue) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < dialogue.size(); i++) {
      messages.add(new Message(i % 2 == 0 ? Speaker.USER : Speaker.BOT, dialogue.get(i)));
    }
    return conversation(new Dialogue("You", "A friendly companion who listens.", "", messages));
  }

  private static Conversation conversation(Content content) {
    return new Conversation(
        "card", new Location("README.md", 1, 0), "Mia", content, null, Map.of());
  }

  private static String pythonString(String text) {
    StringBuilder literal = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                default -> {
                  if (c < ' ' || c > '~') {
                    literal.append(
                        String.format(
                            Locale.ROOT, Character.isBmpCodePoint(c) ? "\\u%04x" : "\\U%08x", c));
                  } else {
                    literal.append((char) c);
                  }
                }
              }
            });
    return literal.append('"').toString();
  }

  private void results(StringBuilder card) {
    TrainingSummary.Rows validation = summary.validation();
    line(card, "## Results");
    line(card, "");
    line(
        card,
        "On the "
            + (validation == null
                ? ""
                : String.format(Locale.ROOT, "%,d conversations of the ", validation.rows()))
            + "validation data, of the checkpoint that was kept:");
    line(card, "");
    log.evaluations().stream()
        .filter(each -> each.step() == summary.bestStep())
        .findFirst()
        .ifPresent(
            best -> {
              line(card, String.format(Locale.ROOT, "- Loss: %.4f", best.loss()));
              line(card, String.format(Locale.ROOT, "- Accuracy: %.4f", best.accuracy()));
            });
    if (validation != null) {
      line(
          card,
          String.format(
              Locale.ROOT,
              "- For comparison, always answering with the base rate: loss %.4f, accuracy %.4f",
              validation.guessLoss(),
              validation.guessAccuracy()));
    }
    line(card, "");
  }

  private void data(StringBuilder card) {
    line(card, "## Data");
    line(card, "");
    Object share = summary.hyperparameters().get("validation_share");
    if (share != null) {
      Object group = summary.hyperparameters().get("group");
      line(
          card,
          "The validation data were set aside from the same files, a share of "
              + share
              + (group == null ? "." : " with no " + group + " on both sides."));
      line(card, "");
    }
    summary
        .data()
        .forEach(
            (name, rows) -> {
              line(
                  card,
                  String.format(
                      Locale.ROOT,
                      "- %s: %,d conversations, %.1f%% appropriate, %,d cut on the left to %d tokens",
                      name,
                      rows.rows(),
                      100 * rows.baseRate(),
                      rows.truncated(),
                      model.maxTokens()));
              rows.files()
                  .forEach(
                      (file, sha256) -> line(card, "  - " + code(file) + ", SHA-256 " + sha256));
            });
    line(card, "");
  }

  private void hyperparameters(StringBuilder card) {
    line(card, "## Training");
    line(card, "");
    line(card, "The following hyperparameters were used during training:");
    summary.hyperparameters().forEach((name, value) -> line(card, "- " + name + ": " + value));
    line(card, "");
  }

  private void table(StringBuilder card) {
    line(card, "| Training Loss | Epoch | Step | Validation Loss | Accuracy |");
    line(card, "|:-------------:|:-----:|:----:|:---------------:|:--------:|");
    for (LogEntry.Evaluated each : log.evaluations()) {
      line(
          card,
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %d | %.4f | %.4f |",
              log.loggedBy(each.step())
                  .map(logged -> String.format(Locale.ROOT, "%.4f", logged.loss()))
                  .orElse("No log"),
              each.epoch(),
              each.step(),
              each.loss(),
              each.accuracy()));
    }
  }

  /** A name as code, which Markdown takes as it is but for line breaks and its own quotes. */
  static String code(String name) {
    String line = TerminalText.harmless(name);
    String quotes = "`";
    while (line.contains(quotes)) {
      quotes += "`";
    }
    String space = quotes.length() > 1 ? " " : "";
    return quotes + space + line + space + quotes;
  }

  private static void line(StringBuilder card, String line) {
    card.append(line).append('\n');
  }
}

package dev.decorum.run;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Rejection;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.model.CardReader;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelCard;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.pipeline.RowResult;
import dev.decorum.read.bytes.InputException;
import dev.decorum.report.CardVerification;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Compares a model's scores with the numbers printed on its own card. */
public final class CardCheck {
  private final ModelBundle bundle;
  private final ModelCard card;
  private final Path path;

  /** Reads the card of a model. */
  public CardCheck(ModelBundle bundle) {
    this.bundle = bundle;
    this.card = CardReader.of(bundle);
    this.path = bundle.folder().resolve(ModelCard.FILE);
  }

  /** Reports which numbers on the card cannot be compared. */
  public void sayGaps(RunListener listener) {
    for (ModelCard.Gap gap : card.gaps()) {
      listener.warning(ModelCard.FILE + ":" + gap.line() + ": " + gap.reason());
    }
  }

  /** Whether there is anything to compare. */
  public boolean hasExamples() {
    return !card.examples().isEmpty();
  }

  /** Why there is nothing to compare. */
  public String lack() {
    if (!Files.exists(path)) {
      return "there is no README.md";
    }
    return card.gaps().isEmpty()
        ? "its README.md has no text with a number that is printed for it, such as"
            + " 'Appropriate Probability: 0.818'"
        : "it is unclear which texts and numbers in its README.md belong together";
  }

  /**
   * Scores the card's examples.
   *
   * @param lines takes the result of each
   * @return whether every number was compared and reproduced
   */
  public boolean isPassed(Consumer<String> lines) throws IOException, InterruptedException {
    List<CardVerification> results = verify();
    results.forEach(result -> lines.accept(result.line()));
    boolean complete = card.gaps().stream().noneMatch(ModelCard.Gap::isNumber);
    return complete && results.stream().allMatch(CardVerification::isReproduced);
  }

  private List<CardVerification> verify() throws IOException, InterruptedException {
    List<CardVerification> results = new ArrayList<>();
    // In float32, as the card's numbers are: a GPU would compute in float16.
    try (RewardModel model = RewardModel.load(bundle, bundle.maxTokens(), Device.CPU)) {
      WindowOptions window = new WindowOptions(1, bundle.maxTokens(), Turns.LAST);
      List<RowResult> scores =
          model
              .direct(FormatterTemplates.PYGMALION, window, model.scorer(Scorer.CHAI_BASELINE))
              .score(conversations());
      for (int i = 0; i < scores.size(); i++) {
        ModelCard.Example example = card.examples().get(i);
        results.add(new CardVerification(example, value(example, scored(scores.get(i)))));
      }
    }
    return results;
  }

  private static ConversationScore scored(RowResult result) {
    if (result instanceof RowResult.Rejected rejected) {
      Rejection rejection = rejected.rejection();
      throw new InputException(rejection.location() + ": " + rejection.reason());
    }
    return ((RowResult.Scored) result).score();
  }

  private static double value(ModelCard.Example example, ConversationScore score) {
    return switch (example.number().quantity()) {
      case APPROPRIATE -> score.appropriateProbability();
      case INAPPROPRIATE -> 1 - score.appropriateProbability();
      case APPROPRIATE_LOGIT, REWARD -> score.logitAppropriate();
      case INAPPROPRIATE_LOGIT -> score.logitInappropriate();
    };
  }

  private List<Conversation> conversations() {
    List<Conversation> conversations = new ArrayList<>();
    for (ModelCard.Example example : card.examples()) {
      Location location = new Location(path.toString(), example.line(), 0);
      conversations.add(
          new Conversation(
              location.toString(),
              location,
              "",
              new FormattedText(example.text()),
              null,
              Map.of()));
    }
    return conversations;
  }
}

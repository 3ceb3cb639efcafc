package dev.decorum.cli;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Location;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import dev.decorum.model.ModelCard;
import dev.decorum.model.files.ModelException;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.CardVerification;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scorer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a model against its own card. */
@Command(
    name = "verify",
    description = {
      "Score the usage examples of the folder's own model card (README.md) and compare with the"
          + " numbers that the card prints for them.",
      "Texts are strings in the card's Python code, fenced or not, and cells of tables. Numbers,"
          + " such as 'Appropriate Probability: 0.818', '81,8 %%' or 'tensor([[0.1820, 0.8180]])',"
          + " stand in comments, in triple-quoted strings or blocks after the code, behind >>>, in"
          + " tables and in prose. They are compared to the digits that are printed.",
      "What is found and can't be compared is said with its line."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every printed number is reproduced, at least one",
      "1:a number differs, or there are numbers that can't be compared beside others that can",
      "3:nothing can be verified"
    })
final class ModelVerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "DIR", description = "The model folder, with its README.md.")
  private Path folder = Path.of(".");

  @Mixin private LabelFlags labels = new LabelFlags();

  ModelVerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ModelBundle bundle = ModelBundle.open(folder, labels.label());
    ModelCard card = ModelCard.of(bundle);
    Notices notices = new Notices(streams.err(), new Verbosity());
    for (ModelCard.Gap gap : card.gaps()) {
      notices.always("README.md:" + gap.line() + ": " + gap.reason());
    }
    if (card.examples().isEmpty()) {
      throw new ModelException(folder + ": nothing to verify: " + lack(card));
    }
    List<CardVerification> results = verify(bundle, card);
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    results.forEach(result -> out.print(result.line() + "\n"));
    boolean complete = card.gaps().stream().noneMatch(ModelCard.Gap::isNumber);
    return complete && results.stream().allMatch(CardVerification::isReproduced)
        ? ExitCode.DONE
        : ExitCode.GATE;
  }

  private String lack(ModelCard card) {
    if (!Files.exists(folder.resolve("README.md"))) {
      return "there is no README.md";
    }
    return card.gaps().isEmpty()
        ? "its README.md has no text with a number that is printed for it, such as"
            + " 'Appropriate Probability: 0.818'"
        : "of the texts and numbers in its README.md, none belong together for sure";
  }

  private List<CardVerification> verify(ModelBundle bundle, ModelCard card) throws Exception {
    List<CardVerification> results = new ArrayList<>();
    // In float32, as the card's numbers are: a GPU would compute in float16.
    try (RewardModel model = RewardModel.load(bundle, bundle.maxTokens(), Device.CPU)) {
      List<ConversationScore> scores =
          model.score(
              conversations(card),
              FormatterTemplates.PYGMALION,
              new WindowOptions(1, bundle.maxTokens(), Turns.LAST),
              Scorer.CHAI_BASELINE);
      for (int i = 0; i < scores.size(); i++) {
        ModelCard.Example example = card.examples().get(i);
        results.add(new CardVerification(example, value(example, scores.get(i))));
      }
    }
    return results;
  }

  private static double value(ModelCard.Example example, ConversationScore score) {
    return switch (example.number().quantity()) {
      case APPROPRIATE -> score.appropriateProbability();
      case INAPPROPRIATE -> 1 - score.appropriateProbability();
      case APPROPRIATE_LOGIT -> score.logitAppropriate();
      case INAPPROPRIATE_LOGIT -> score.logitInappropriate();
    };
  }

  private List<Conversation> conversations(ModelCard card) {
    List<Conversation> conversations = new ArrayList<>();
    for (ModelCard.Example example : card.examples()) {
      Location location = new Location(folder.resolve("README.md").toString(), example.line(), 0);
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

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
import dev.decorum.model.ModelException;
import dev.decorum.pipeline.RewardModel;
import dev.decorum.report.CardVerification;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scorer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks a model against its own card. */
@Command(
    name = "verify",
    description = {
      "Score the usage examples of the folder's own model card (README.md) and compare with the"
          + " probabilities that the card prints.",
      "Examples are Python triple-quoted strings, each followed by a line such as 'Appropriate"
          + " Probability: 0.818'."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every example is reproduced", "1:at least one differs"})
final class ModelVerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "DIR", description = "The model folder, with its README.md.")
  private Path folder = Path.of(".");

  ModelVerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    ModelBundle bundle = ModelBundle.open(folder);
    ModelCard card = ModelCard.of(bundle);
    if (card.examples().isEmpty()) {
      throw new ModelException(
          folder
              + ": nothing to verify: its README.md is missing or has no triple-quoted text that is"
              + " followed by an 'Appropriate Probability: ...' line");
    }
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
        results.add(
            new CardVerification(card.examples().get(i), scores.get(i).appropriateProbability()));
      }
    }
    PrintStream out = new PrintStream(streams.out(), true, StandardCharsets.UTF_8);
    results.forEach(result -> out.print(result.line() + "\n"));
    return results.stream().allMatch(CardVerification::isReproduced)
        ? ExitCode.DONE
        : ExitCode.GATE;
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

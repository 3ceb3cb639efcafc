package dev.decorum.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.format.Turns;
import dev.decorum.format.WindowOptions;
import dev.decorum.infer.Device;
import dev.decorum.infer.TestLibraries;
import dev.decorum.model.Checkpoints;
import dev.decorum.model.FormatterTemplates;
import dev.decorum.model.ModelBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DirectScoringTest {
  @BeforeAll
  static void keepNativeLibrariesOutOfTheHomeFolder() {
    TestLibraries.prepare();
  }

  /** A hundred messages after which a score is due, each with a window of 64 tokens. */
  private static Conversation conversation(int number) {
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      messages.add(
          new Message(i % 2 == 0 ? Speaker.USER : Speaker.BOT, i + " and so on ".repeat(9)));
    }
    return new Conversation(
        "chat-" + number,
        new Location("memory", 0, 0),
        "Bot",
        new Dialogue("You", "", "", messages),
        null,
        Map.of());
  }

  /** Few rows with many windows take as much memory as many rows with few. */
  @Test
  void itIsFullByTheNumberOfTokens() {
    ModelBundle bundle = ModelBundle.open(Checkpoints.folder("base"));
    try (RewardModel model = RewardModel.whenNeeded(bundle, 64, Device.CPU, null)) {
      DirectScoring scoring =
          model.direct(
              FormatterTemplates.PYGMALION,
              new WindowOptions(10, 64, Turns.ALL),
              model.scorer(0.5),
              20_000);
      assertFalse(scoring.isWaiting());
      int taken = 0;
      while (!scoring.isFull()) {
        scoring.add(conversation(taken++));
      }
      assertTrue(scoring.isWaiting());
      // The first windows of each are shorter than 64 tokens.
      assertTrue(taken == 4, taken + " conversations were taken");
    }
  }
}

package example;

import dev.decorum.api.Chat;
import dev.decorum.api.ChatFiles;
import dev.decorum.api.Judge;
import dev.decorum.api.JudgeOptions;
import dev.decorum.api.Judgement;
import dev.decorum.api.Rejected;
import dev.decorum.api.Score;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;

/** Scores the conversations of exported chat logs, and one that is put together here. */
public final class FirstScores {
  private FirstScores() {}

  /**
   * @param args files of chat logs; the system property {@code model} names the folder of a model,
   *     instead of the bundled one
   */
  public static void main(String[] args) {
    String folder = System.getProperty("model");
    JudgeOptions options = JudgeOptions.defaults();
    try (Judge judge =
            folder == null ? Judge.demo(options) : Judge.open(Path.of(folder), options);
        ChatFiles chats = ChatFiles.open(args)) {
      for (Iterator<Judgement> judgements = judge.score(chats); judgements.hasNext(); ) {
        print(judgements.next());
      }
      print(
          judge.score(
              Chat.of("mine")
                  .botName("Mara")
                  .persona("Mara keeps a small tea shop by the harbour.")
                  .user("Which tea would you recommend?")
                  .bot("For this weather? Assam, with a little honey.")
                  .build()));
    }
  }

  private static void print(Judgement judgement) {
    if (judgement instanceof Score score) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %.6f  %+.1f%%%n",
          score.id(),
          score.appropriateProbability(),
          score.baselineDeltaPercent());
    } else if (judgement instanceof Rejected rejected) {
      System.out.printf("%-12s %s%n", rejected.id(), rejected.reason());
    }
  }
}

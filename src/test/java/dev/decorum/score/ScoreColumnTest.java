package dev.decorum.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreColumnTest {
  private static final String HEADER = "| column | type | when | meaning |";
  private static final String KEPT =
      "| kept fields | text; in JSON Lines as in the input | with `--keep FIELD,...` | what is"
          + " carried over from the input |";

  /** The table as the list of columns has it. */
  private static String table() {
    List<String> lines = new ArrayList<>(List.of(HEADER, "|---|---|---|---|"));
    for (ScoreColumn column : ScoreColumn.values()) {
      lines.add(
          String.format(
              "| `%s` | %s | %s | %s |",
              column.outputName(), column.kind(), column.when(), column.meaning()));
      if (column == ScoreColumn.BOT_NAME) {
        lines.add(KEPT);
      }
    }
    return String.join("\n", lines);
  }

  @Test
  void theReferenceSaysWhatColumnsThereAre() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/reference/score-files.md"));
    int begin = page.indexOf(HEADER);
    assertEquals(table(), page.substring(begin, page.indexOf("\n\n", begin)));
  }

  @Test
  void aRewardIsAFieldOfTheInputWhereThereAreLogits() {
    List<String> logits = List.of("id", "reward", "logit_appropriate");
    assertEquals(new FileColumn.Kept("reward"), FileColumn.named("reward", logits));
    List<String> rewards = List.of("id", "reward");
    assertEquals(new FileColumn.Own(ScoreColumn.REWARD), FileColumn.named("reward", rewards));
    assertEquals(new FileColumn.Kept("user"), FileColumn.named("user", List.of("id", "user")));
  }
}

package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.api.ChatFiles;
import dev.decorum.api.Judge;
import dev.decorum.api.JudgeOptions;
import dev.decorum.api.Judgement;
import dev.decorum.api.Rejected;
import dev.decorum.api.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java programs get is what the command writes, to the last bit and in its order. */
class JudgeAgreementTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "base, src/test/resources/parity/base.jsonl, last",
    "reversed-labels, src/test/resources/parity/reversed-labels.jsonl, last",
    "onnx, src/test/resources/parity/onnx.jsonl, last",
    "base, examples/first-scores/chats.jsonl, bot",
    "base, examples/first-scores/chats.jsonl, all",
    "base, examples/bad-rows, last"
  })
  void scoresAreThoseOfTheCommand(String checkpoint, String input, String turns) throws Exception {
    Path folder = Path.of("src/test/resources/checkpoints", checkpoint);
    Cli.Result command =
        Cli.run("score", "-m", folder.toString(), "--turns", turns, "--output-format=jsonl", input);
    List<Score> scores = new ArrayList<>();
    List<Rejected> rejected = new ArrayList<>();
    try (Judge judge = Judge.open(folder, options(turns));
        ChatFiles chats = ChatFiles.open(input)) {
      for (Iterator<Judgement> judgements = judge.score(chats); judgements.hasNext(); ) {
        Judgement judgement = judgements.next();
        if (judgement instanceof Score score) {
          scores.add(score);
        } else if (judgement instanceof Rejected reason) {
          rejected.add(reason);
        }
      }
    }
    List<JsonNode> rows = new ArrayList<>();
    for (String line : command.out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    assertEquals(rows.size(), scores.size());
    for (int i = 0; i < rows.size(); i++) {
      assertSame(rows.get(i), scores.get(i));
    }
    assertEquals(command.exitCode() != 0, !rejected.isEmpty(), command.err());
    for (Rejected reason : rejected) {
      assertTrue(command.err().contains(reason.reason()), reason + " in " + command.err());
    }
  }

  private static JudgeOptions options(String turns) {
    return new JudgeOptions("cpu", "auto", null, null, 0, 0, turns, Double.NaN, 64);
  }

  private static void assertSame(JsonNode row, Score score) {
    assertEquals(row.get("id").asText(), score.id());
    assertEquals(row.path("turn").asInt(0), score.turn());
    assertEquals(row.get("logit_inappropriate").floatValue(), score.logitInappropriate());
    assertEquals(row.get("logit_appropriate").floatValue(), score.logitAppropriate());
    assertEquals(
        row.get("appropriate_probability").doubleValue(), score.appropriateProbability(), 5e-10);
    assertEquals(
        row.get("baseline_delta_percent").doubleValue(), score.baselineDeltaPercent(), 5e-7);
    assertEquals(row.get("tokens").intValue(), score.tokens());
    assertEquals(row.get("tokens_dropped").intValue(), score.tokensDropped());
    assertEquals(row.get("messages").intValue(), score.messages());
    assertEquals(row.get("messages_used").intValue(), score.messagesUsed());
    List<String> flags = new ArrayList<>();
    row.get("flags").forEach(flag -> flags.add(flag.asText()));
    assertEquals(flags, score.flags());
  }
}

package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> OPTIONS =
      List.of(
          "--formatter", "--format", "--fail-on-reject", "--map", "--max-turns", "--model", "-m");
  private static final List<String> COMMANDS =
      List.of("score", "show", "report", "rank", "compare", "explain", "evaluate", "model");

  @ParameterizedTest
  @CsvSource({
    "--frmatter,--formatter",
    "--fromat,--format",
    "--Format,--format",
    "--formater,--formatter",
    "--max_turns,--max-turns",
    "--maxturns,--max-turns",
    "-model,--model",
    "--fail-on-rejects,--fail-on-reject",
    "--mpa,--map"
  })
  void aNameWithFewMistakesIsFound(String typed, String meant) {
    assertEquals(Optional.of(meant), NearestName.of(typed, OPTIONS));
  }

  @ParameterizedTest
  @CsvSource({
    "scores,score",
    "scoer,score",
    "eval,evaluate",
    "comp,compare",
    "sohw,show",
    "SCORE,score",
    "models,model"
  })
  void aBeginningIsNear(String typed, String meant) {
    assertEquals(Optional.of(meant), NearestName.of(typed, COMMANDS));
  }

  @ParameterizedTest
  @CsvSource({"delete", "s", "chats.jsonl", "-", "''", "xyzzy"})
  void nothingIsNearToSomethingElse(String typed) {
    assertEquals(Optional.empty(), NearestName.of(typed, COMMANDS));
  }

  @Test
  void theFirstOfEquallyNearNamesWins() {
    assertEquals(Optional.of("bat"), NearestName.of("at", List.of("bat", "cat")));
  }

  @Test
  void aLongerBeginningOfSeveralNamesMeansTheShortest() {
    assertEquals(Optional.of("--format"), NearestName.of("--form", OPTIONS));
  }
}

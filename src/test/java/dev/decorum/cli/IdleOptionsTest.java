package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that would do nothing is refused, and not passed over. */
class IdleOptionsTest {
  private static final String CHATS = "examples/first-scores/chats.jsonl";
  private static final String REPLIES = "examples/rank-replies/candidates.jsonl";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate CHATS --keep label | --keep has no effect here: it adds fields to the rows",
        "compare CHATS CHATS --keep label | --keep has no effect here: it adds fields to the rows",
        "audit CHATS --store x.db --keep label | --keep has no effect here: it adds fields to the rows",
        "report CHATS --keep label | --keep has no effect here: it adds fields to the rows",
        "train CHATS --validation-share 0.1 -o x --keep label | --keep has no effect here",
        "explain CHATS --keep label | --keep has no effect here: it adds fields to the rows",
        "show CHATS --keep label | --keep has no effect here: it adds fields to the rows",
        "score CHATS --positive good | --positive has no effect here: labels are not used",
        "score CHATS --positive a --negative b | --positive has no effect here",
        "compare CHATS CHATS --positive good | --positive has no effect here",
        "rank CHATS --max-pairs 3 | --max-pairs has no effect here: it is about preference pairs",
        "rank CHATS --no-length-guard | --no-length-guard has no effect here",
        "audit history --sql -o schema.sql | --output has no effect here: --sql prints",
        "audit history --sql --nights 3 | --nights has no effect here: --sql prints",
        "bench --export x -o y.json | --output has no effect here: --export writes",
        "bench --export x --repeat 1 | --repeat has no effect here: --export writes",
        "report CHATS --include-text | --include-text shows texts on a page only",
        "report CHATS --include-text -o x.md | --include-text shows texts on a page only",
        "report CHATS --include-text --lowest 0 -o x.html | --include-text shows the texts of listed",
      })
  void anOptionWithoutEffectIsRefused(String command, String message) {
    Cli.Result result = Cli.run(command.replace("CHATS", CHATS).split(" "));
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().startsWith("decorum: " + message), result.err());
  }

  /** What is said once for all commands is for those that have a use for it. */
  @Test
  void aDefaultFromTheEnvironmentIsNotRefused() {
    Cli.Result result =
        new Cli()
            .environment(Map.of("DECORUM_KEEP", "id", "DECORUM_POSITIVE", "good"))
            .start("explain", "-q", "-m", Cli.BASE_MODEL, CHATS, "--id=tea");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  /** What is a default for one command does not keep others from their work. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXPLAIN=3 | report CHATS",
        "INCLUDE_TEXT=true | report CHATS",
        "INCLUDE_TEXT=true | report CHATS --format json",
        "SPLIT=0.9 | rank REPLIES",
        "MIN_CHOSEN=0.7 | rank REPLIES",
        "INCLUDE_TEXT=true | rank REPLIES",
        "INCLUDE_TEXT=true | compare CHATS CHATS --changes 0",
        "FAIL_IF=any | compare CHATS CHATS",
        "FAIL_IF=worse | compare CHATS CHATS",
        "TURNS=bot | explain CHATS --id tea",
        "LOWEST=3 | explain CHATS --id tea",
        "ID=tea | explain CHATS --lowest 1",
      })
  void aDefaultThatACommandCannotUseIsDropped(String variable, String command) {
    String[] named = variable.split("=", 2);
    Cli.Result result =
        new Cli()
            .environment(Map.of("DECORUM_" + named[0], named[1], "DECORUM_MODEL", Cli.BASE_MODEL))
            .start(
                (command.replace("CHATS", CHATS).replace("REPLIES", REPLIES) + " -q").split(" "));
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }

  /** Without it, rows with such a label would be rejected. */
  @Test
  void wordsForAFieldThatIsNamedAsTheLabelAreNeeded() {
    Cli.Result result =
        Cli.run("score", "-q", "-m", Cli.BASE_MODEL, CHATS, "--map=label=id", "--positive=tea");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
  }
}

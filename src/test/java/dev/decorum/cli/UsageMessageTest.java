package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of command lines that cannot be meant as they were typed. */
class UsageMessageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scoer x | there is no command 'scoer'; did you mean decorum score?",
        "pull a/b | there is no command 'pull'; did you mean decorum model pull?",
        "xyzzy | there is no command 'xyzzy'",
        "chats.jsonl -o x.csv"
            + " | a command is missing before 'chats.jsonl'; try: decorum score chats.jsonl -o x.csv",
        "-q my/chats | a command is missing; try: decorum score -q my/chats",
        "-q score x.jsonl | -q belongs after the command: decorum score -q x.jsonl",
        "-m a score x | -m belongs after the command: decorum score -m a x",
        "-z score x | score has no option -z",
        "chats.jsonl score x | the command comes first: decorum score chats.jsonl x",
        "-q | a command is missing; -q is an option of inspect, score, show and other commands",
        "--versoin | there is no option --versoin; did you mean --version?",
        "model | model needs a command: pull, list, info, verify or quantize",
        "model lst | model has no command 'lst'; did you mean decorum model list?",
        "help modle | there is no command 'modle'; did you mean decorum model?",
        "help model lst | model has no command 'lst'; did you mean decorum model list?",
        "audit histroy --store a.db"
            + " | there is no input 'histroy'; did you mean decorum audit history?",
        "audit history a b --store x"
            + " | audit history takes no arguments but options; 'a' is too much",
        "model pull a/b c | model pull takes one OWNER/NAME[@REVISION]; 'c' is too much",
        "score | score needs INPUT, as in: decorum score chats.jsonl",
        "merge a.csv | merge needs --output FILE, as in: decorum merge part-*.csv -o scores.csv",
        "score x --frmatter=1 | score has no option --frmatter; did you mean --formatter?",
        "score x --gate | score has no option --gate; --gate is an option of compare",
        "score x --format csv"
            + " | score has no option --format; did you mean --formatter? (--format is an option of"
            + " explain, report, compare and other commands)",
        "score x -model a | -model has two dashes: --model",
        "score x -quiet | score has no option -quiet; did you mean --quiet?",
        "score x --model | --model needs a value: --model MODEL",
        "score --model --verbose | --model needs a value before --verbose: --model MODEL",
        "score x --turns | --turns needs a value: last, bot or all",
        "score x --turns las | --turns must be last, bot or all, not 'las'; did you mean last?",
        "score x --turns 1 | --turns must be last, bot or all, not '1'",
        "score x -q=5 | --quiet takes no value, or else true or false, not '5'",
        "score x --device=cpu --device=cuda | --device is given more than once",
        "score x --map text | --map must have the form FIELD=COLUMN, not 'text'",
        "score x --limit many | --limit: 'many' is not a whole number",
        "score x --limit 1e3 | --limit: '1e3' is not a whole number",
        "score x --limit 9999999999999999999 | --limit: 9999999999999999999 is too large",
        "score x --baseline NaN | --baseline: 'NaN' is not a number",
        "score x --baseline 0x1p-1 | --baseline: '0x1p-1' is not a number",
        "score x --baseline 1e999 | --baseline: 1e999 is too large",
        "score x -o= | --output: the name is empty",
      })
  void saysWhatWasTypedAndWhatToTypeInstead(String typed, String message) {
    Cli.Result result = Cli.run(typed.split(" "));
    String first = result.err().lines().findFirst().orElse("");
    assertEquals("decorum: " + message, first);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals(2, result.err().lines().count(), result.err());
    assertTrue(
        result.err().lines().skip(1).allMatch(line -> line.matches("Try 'decorum.* --help'.")));
    assertEquals("", result.out());
  }
}

package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.bytes.InputException;
import dev.decorum.read.layout.ReadResult;
import dev.decorum.read.options.InputListener;
import dev.decorum.read.options.InputOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which layout a file is of, told by its first rows, and what becomes of rows of another. */
class LayoutDetectionTest {
  private static final InputOptions OPTIONS = InputOptions.defaults();
  private static final String TEXT = "{\"text\":\"t\"}\n";
  private static final String CHAT = "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n";
  private static final String COMPLETION = "{\"prompt\":\"a\",\"completion\":\"b\"}\n";
  private static final String PAIR = "{\"prompt\":\"a\",\"chosen\":\"b\",\"rejected\":\"c\"}\n";

  @TempDir private Path folder;

  /** Reads a file, of which more is looked at than of what comes through a pipe. */
  private Reading ofFile(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), text);
    return Reading.ofFiles(OPTIONS, file.toString());
  }

  private static String refusal(String text, InputOptions options) {
    return String.valueOf(
        assertThrows(InputException.class, () -> Reading.of(text, options)).getMessage());
  }

  private String refusalOfFile(String text) {
    return String.valueOf(assertThrows(InputException.class, () -> ofFile(text)).getMessage())
        .replace(folder + "/", "");
  }

  @Test
  void layoutsThatAreMixedAreRefused() {
    assertEquals(
        "f: layouts are mixed: of the first 3 rows 2 are text (first on line 1, because of the field"
            + " \"text\" without a list) and 1 are preference (first on line 2, because of the fields"
            + " \"chosen\" and \"rejected\"); put each into a file of its own, or name the one to read with"
            + " --input-format text, so that rows of others are rejected",
        refusalOfFile(TEXT + PAIR + TEXT));
    // The more frequent one need not be the first.
    String told = refusalOfFile(PAIR + TEXT + TEXT);
    assertTrue(told.contains("2 are text (first on line 2"), told);
  }

  @Test
  void theUsersWordDecidesWhichAreRead() {
    assertEquals(
        List.of(
            "-:1 @1 bot=Bot |t|", "! 2:0 text is missing, expected a string", "-:3 @3 bot=Bot |t|"),
        Reading.of(TEXT + PAIR + TEXT, OPTIONS.withLayout("text")).lines());
  }

  @Test
  void aFewOfAnotherLayoutAreRejected() throws IOException {
    Reading reading = ofFile(TEXT.repeat(10) + PAIR + TEXT);
    assertEquals(11, reading.accepted().size());
    assertEquals(
        List.of(
            "11:0 the row is of the layout preference, because of the fields \"chosen\" and"
                + " \"rejected\"; the file is read as text"),
        reading.rejected().stream().map(Reading::show).toList());
    assertEquals(
        List.of(folder + "/f: text because of the field \"text\" without a list"),
        reading.detected());
  }

  @Test
  void thoseThatComeLaterAreRejectedHoweverMany() throws IOException {
    Reading reading = ofFile(TEXT.repeat(200) + PAIR.repeat(300));
    assertEquals(200, reading.accepted().size());
    assertEquals(300, reading.rejected().size());
    // A pipe decides by its first row.
    Reading piped = Reading.of(PAIR + TEXT.repeat(3), OPTIONS);
    assertEquals(2, piped.accepted().size());
    assertEquals(3, piped.rejected().size());
  }

  /** Rows with a list of messages and with an exchange say by themselves how they are read. */
  @Test
  void layoutsOfOneFamilyMayStandTogether() {
    String shareGpt = "{\"conversations\":[{\"from\":\"human\",\"value\":\"a\"}]}\n";
    String chai = "{\"chat_history\":[{\"sender\":\"user\",\"message\":\"a\"}],\"prompt\":\"p\"}\n";
    Reading reading = Reading.of(CHAT + COMPLETION + shareGpt + chai, OPTIONS);
    assertEquals(
        List.of(
            "-:1 @1 bot=Bot ||| user(You): a;",
            "-:2 @2 bot=Bot ||| user(You): a; bot: b;",
            "-:3 @3 bot=Bot ||| user(You): a;",
            "-:4 @4 bot=Bot ||p| user(You): a;"),
        reading.lines());
    assertEquals(1, reading.detected().size());
  }

  @Test
  void aRowOfNoLayoutIsRejectedInTheWordsOfTheFiles() {
    assertEquals(
        List.of(
            "-:1 @1 bot=Bot ||| user(You): a;",
            "! 2:0 the row has no list of messages; its fields are a"),
        Reading.of(CHAT + "{\"a\":1}\n", OPTIONS).lines());
  }

  @Test
  void aFileOfBrokenRowsIsRejectedRowByRow() {
    assertEquals(
        List.of(
            "! 1:8 not valid JSON: '}' where a name in double quotes is due",
            "! 2:6 not valid JSON: 'x' is not a value; texts are in double quotes"),
        Reading.of("{\"a\":1,}\n{\"a\":x}\n", OPTIONS).lines());
  }

  @Test
  void rowsThatAreCutOutOfAListWithTheirCommasAreRefused() {
    String commas = TEXT.replace("\n", ",\n").repeat(3);
    assertTrue(
        refusal(commas, OPTIONS)
            .startsWith("-:1: there is a comma after the end of the value, which JSON Lines"),
        refusal(commas, OPTIONS));
  }

  @Test
  void anAmbiguousRowSaysSo() {
    String row =
        "{\"n\":1,\"a\":[{\"role\":\"user\",\"content\":\"1\"}],\"b\":[{\"role\":\"user\",\"content\":\"2\"}]}\n";
    assertEquals(
        List.of(
            "! 1:0 there are several lists of messages: a and b; name the one that is meant, for example with"
                + " --map messages=a"),
        Reading.of(row, OPTIONS).lines());
    assertEquals(
        List.of("-:1 @1 bot=Bot ||| user(You): 2;"),
        Reading.of(row, OPTIONS.withColumns(Map.of("messages", "b"))).lines());
  }

  @Test
  void aTypoInAFieldIsToldAtOnceWhetherTheLayoutIsGivenOrNot() throws IOException {
    InputOptions typo = OPTIONS.withColumns(Map.of("messages", "mesages"));
    String told =
        "-: no row has the field \"mesages\" of --map messages=mesages; did you mean \"messages\"?";
    assertEquals(told, refusal(CHAT, typo));
    Path file = Files.writeString(folder.resolve("f"), CHAT);
    InputException given =
        assertThrows(
            InputException.class,
            () -> Reading.ofFiles(typo.withLayout("openai"), file.toString()));
    assertEquals(told.replace("-:", file + ":"), given.getMessage());
    // Standard input may come slowly, so that a given layout does not wait for rows to look at.
    assertEquals(
        List.of(
            "! 1:0 mesages is missing, expected a list of messages",
            "!! --map messages=mesages had no effect: no row of any input has this field; the fields"
                + " are messages"),
        Reading.linesAndFailures(CHAT, typo.withLayout("openai")));
  }

  @Test
  void wordsForTheUsersFieldsGoBeforeWhatIsTold() {
    String row =
        "{\"prompt\":\"a\",\"completion\":\"b\",\"body\":\"t\",\"replies\":[\"x\",\"y\"]}\n";
    assertEquals(
        List.of("-:1 @1 bot=Bot |t|"),
        Reading.of(row, OPTIONS.withColumns(Map.of("text", "body"))).lines());
    assertEquals(
        List.of(
            "-:1#1 @1 bot=Bot ||| user(You): a; bot: x;",
            "-:1#2 @1 bot=Bot ||| user(You): a; bot: y;"),
        Reading.of(row, OPTIONS.withColumns(Map.of("candidates", "replies"))).lines());
    // A row without the list that the user names is broken, not an exchange.
    assertEquals(
        List.of(
            "-:1 @1 bot=Bot ||| user(You): c;",
            "! 2:0 log is missing, expected a list of messages"),
        Reading.of(
                "{\"log\":[{\"role\":\"user\",\"content\":\"c\"}]}\n" + COMPLETION,
                OPTIONS.withColumns(Map.of("messages", "log")))
            .lines());
  }

  @Test
  void plainIdsOfMessagesThatRepeatAreThoseOfConversations() {
    String row = "{\"id\":\"%s\",\"role\":\"%s\",\"content\":\"%s\"}\n";
    assertEquals(
        List.of("a @1 bot=Bot ||| user(You): 1; bot: 2;", "b @3 bot=Bot ||| user(You): 3;"),
        Reading.of(
                row.formatted("a", "user", "1")
                    + row.formatted("a", "bot", "2")
                    + row.formatted("b", "user", "3"),
                OPTIONS)
            .lines());
    assertEquals(
        List.of("a @1 bot=Bot ||| user(You): 1; bot: 2;"),
        Reading.of(row.formatted("a", "user", "1") + row.formatted("b", "bot", "2"), OPTIONS)
            .lines());
  }

  /** Delivers a line only when it is asked for one, and counts them. */
  private static final class Lines extends InputStream {
    private final byte[] line = TEXT.getBytes(StandardCharsets.UTF_8);
    private int given;

    @Override
    public int read() {
      throw new AssertionError("one byte at a time is slow");
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (given == 10) {
        return -1;
      }
      given++;
      System.arraycopy(line, 0, target, from, line.length);
      return line.length;
    }
  }

  @Test
  void aPipeNeedsToDeliverNoMoreThanTheFirstRows() throws IOException {
    Lines lines = new Lines();
    try (ConversationSource source =
        ConversationSource.open(List.of("-"), OPTIONS, lines, InputListener.silent())) {
      List<Integer> given = new ArrayList<>();
      for (Optional<ReadResult> next = source.next(); next.isPresent(); next = source.next()) {
        given.add(lines.given);
      }
      assertEquals(10, given.size());
      assertTrue(given.get(0) <= 2 && given.get(5) <= 7, given.toString());
    }
  }
}

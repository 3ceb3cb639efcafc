package dev.decorum.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.FieldValue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Label;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.LabelWords;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFileReaderTest {
  private static final String HALF = "id,appropriate_probability\n";

  /** What came of a file: its rows, and its rejections as {@code file:line: reason}. */
  private record Reading(List<ScoredRow> rows, List<String> rejected) {}

  private static Reading read(byte[] bytes, List<String> fields, @Nullable String labelColumn) {
    return read(bytes, fields, labelColumn, LabelWords.standard());
  }

  private static Reading read(
      byte[] bytes, List<String> fields, @Nullable String labelColumn, LabelWords words) {
    List<ScoredRow> rows = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    try (ScoreFileReader reader =
        ScoreFileReader.open(
            "s.csv", null, new ByteArrayInputStream(bytes), fields, labelColumn, words)) {
      for (Optional<ScoreFileReader.Result> next = reader.next();
          next.isPresent();
          next = reader.next()) {
        if (next.get() instanceof ScoreFileReader.Result.Accepted accepted) {
          rows.add(accepted.row());
        } else if (next.get() instanceof ScoreFileReader.Result.Rejected row) {
          rejected.add(row.rejection().location() + ": " + row.rejection().reason());
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Reading(rows, rejected);
  }

  private static Reading read(String text, String... fields) {
    return read(text.getBytes(UTF_8), List.of(fields), null);
  }

  private static ScoredRow only(Reading reading) {
    assertEquals(List.of(), reading.rejected());
    assertEquals(1, reading.rows().size());
    return reading.rows().get(0);
  }

  /** A score whose probability is the softmax of its logits, which {@link Scores} has not. */
  private static ConversationScore score(
      String id, int turn, Map<String, FieldValue> kept, float no, float yes, Set<Flag> flags) {
    ConversationScore any = Scores.of(id, turn, "=Tom", kept, 0.5, flags);
    return new ConversationScore(
        any.id(),
        any.context(),
        Scale.probability(no, yes),
        0,
        no,
        yes,
        any.tokens(),
        any.tokensDropped(),
        any.messages(),
        any.messagesUsed(),
        flags,
        Scores.HASH,
        Scale.PROBABILITY);
  }

  private static List<ConversationScore> scores() {
    Map<String, FieldValue> odd = new LinkedHashMap<>();
    odd.put("user", FieldValue.literal("null"));
    odd.put("=f", FieldValue.string("@x"));
    return List.of(
        score("c1", 0, Map.of("user", FieldValue.string("u1")), -0.25f, 1.5e-7f, Set.of()),
        score("=1+1", 0, odd, 3.1415927f, -2.7182817f, Set.of(Flag.TRUNCATED)),
        score("-5", 0, Map.of("user", FieldValue.literal("-7")), 20f, -20f, Set.of(Flag.EMPTY)),
        score("line\nbreak, \"x\"", 3, Map.of("user", FieldValue.string("")), -60f, 60f, Set.of()),
        score("小明 🌻", 12, Map.of("=f", FieldValue.literal("{\"a\":[1]}")), 0f, 0f, Set.of()));
  }

  private static byte[] written(boolean jsonl, @Nullable ProbabilityCalibration calibration)
      throws IOException {
    ScoreColumns columns = new ScoreColumns(true, List.of("user", "=f"), calibration);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ScoreWriter writer =
        jsonl
            ? new ScoreFileWriter(ScoreFormat.JSONL, out, columns)
            : new ScoreFileWriter(ScoreFormat.CSV, out, columns)) {
      for (ConversationScore score : scores()) {
        writer.write(score);
      }
    }
    return out.toByteArray();
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheWritersWriteComesBackBitForBit(boolean jsonl) throws IOException {
    ProbabilityCalibration calibration = RunReports.calibration();
    List<String> fields = List.of("id", "bot_name", "turn", "flags", "user", "=f");
    // A score of which 3 tokens were dropped is truncated, whatever its flags say.
    List<ScoredRow> expected =
        scores().stream()
            .map(ScoredRow::of)
            .map(
                row ->
                    new ScoredRow(
                        row.id(), row.logit(), 45, true, null, row.fields(), Scale.PROBABILITY))
            .toList();
    byte[] bytes = written(jsonl, null);
    assertEquals(new Reading(expected, List.of()), read(bytes, fields, null));
    assertEquals(new Reading(expected, List.of()), read(zipped(bytes), fields, null));
    assertEquals(new Reading(expected, List.of()), read(written(jsonl, calibration), fields, null));
  }

  @Test
  void aScoreFileIsKnownByItsProbabilitiesAndTheStreamGoesBack() throws IOException {
    for (byte[] bytes :
        List.of(written(false, null), written(true, null), zipped(written(true, null)))) {
      BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes));
      assertTrue(ScoreFileReader.isScoreFile(null, in));
      assertEquals(bytes.length, in.readAllBytes().length);
    }
    for (String text :
        List.of("", "id,text\na,b\n", "{\"id\":\"appropriate_probability\"}\n", "[]", "\u0000")) {
      assertFalse(
          ScoreFileReader.isScoreFile(
              null, new BufferedInputStream(new ByteArrayInputStream(text.getBytes(UTF_8)))),
          text);
    }
  }

  @Test
  void twoColumnsAreEnough() {
    ScoredRow row = only(read(HALF + "a,0.75\n"));
    assertEquals("a", row.id());
    assertEquals(Math.log(3), row.logit(), 1e-15);
    assertEquals(0, row.tokens());
    assertFalse(row.truncated());
    assertNull(row.label());
    assertEquals(
        Math.log(3),
        only(read("{\"appropriate_probability\":0.75,\"id\":\"a\"}\n")).logit(),
        1e-15);
  }

  @Test
  void theLogitsHaveTheDigitsThatTheProbabilityLacks() {
    String columns = "id,appropriate_probability,logit_inappropriate,logit_appropriate\n";
    assertEquals(40, only(read(columns + "a,1.000000000,-20,20\n")).logit());
    assertEquals(
        (double) 0.2f - 0.1f, only(read(columns + "a,0.524979188,0.1,0.2\n")).logit(), 0.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",0.5,, | id is missing",
        "a,,, | appropriate_probability is missing",
        "a,high,, | appropriate_probability is 'high', expected a number",
        "a,NaN,, | appropriate_probability is 'NaN', expected a number",
        "a,Infinity,, | appropriate_probability is 'Infinity', expected a number",
        "a,1.5,, | appropriate_probability is 1.5, expected a number from 0 to 1",
        "a,-0.1,, | appropriate_probability is -0.1, expected a number from 0 to 1",
        "a,0.53,0.1,0.2 | appropriate_probability is not the softmax of the row's logits",
        "a,0.524983,0.1,0.2 | appropriate_probability is not the softmax of the row's logits",
        "a,0.5,x,0.2 | logit_inappropriate is 'x', expected a number",
        "a,0.5,0.2,1e | logit_appropriate is '1e', expected a number",
        "a,1,0,1e308 | logit_appropriate is larger than a number in single precision, which a model gives, can be",
        "a,0.5,1e39,1e39 | logit_inappropriate is larger than a number in single precision, which a model gives, can be",
        "a,1,0,Infinity | logit_appropriate is 'Infinity', expected a number",
        "a,1,NaN,0 | logit_inappropriate is 'NaN', expected a number",
        "a,1,, | appropriate_probability is exactly 1, and there are no logits that say how near",
        "a,0.0,0.1, | appropriate_probability is exactly 0, and there are no logits that say how near",
      })
  void anImpossibleScoreIsRejectedWithItsLineAndTheReason(String row, String reason) {
    Reading reading =
        read(
            "id,appropriate_probability,logit_inappropriate,logit_appropriate\n"
                + "good,0.5,,\n"
                + row
                + "\ngood,0.5,,\n");
    assertEquals(List.of("s.csv:3: " + reason), reading.rejected());
    assertEquals(2, reading.rows().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tokens | -1 | tokens is '-1', expected a number of 0 or more",
        "tokens | many | tokens is 'many', expected a number of 0 or more",
        "tokens | 99999999999 | tokens is '99999999999', expected a number of 0 or more",
        "turn | 1.5 | turn is '1.5', expected a number of 0 or more",
        "tokens_dropped | -3 | tokens_dropped is '-3', expected a number of 0 or more",
        "thumbs_up | maybe | thumbs_up is 'maybe', expected 0, 1, true or false",
      })
  void anImpossibleCountOrLabelIsRejectedByName(String column, String value, String reason) {
    assertEquals(
        List.of("s.csv:2: " + reason),
        read("id,appropriate_probability," + column + "\na,0.5," + value + "\n").rejected());
  }

  @Test
  void labelsOfAScaleAreNotGuessed() {
    assertEquals(
        "s.csv:3: label is 4, so labels are numbers of a scale, and not 0 and 1; say which of them mean"
            + " appropriate, as in --positive 4,5 (all others are inappropriate then)",
        assertThrows(
                InputException.class,
                () -> read("id,appropriate_probability,label\na,0.5,1\nb,0.5,4\n"))
            .getMessage());
  }

  @Test
  void aComplaintDoesNotRepeatABook() {
    String book = "x".repeat(5_000);
    assertEquals(
        List.of("s.csv:2: appropriate_probability is '" + "x".repeat(80) + "…', expected a number"),
        read(HALF + "a," + book + "\n").rejected());
  }

  @Test
  void aBrokenRowOfATableOrOfJsonIsRejectedAndTheNextIsRead() {
    Reading table = read(HALF + "a,0.5,surplus\nb,0.5\n");
    assertEquals(1, table.rejected().size());
    assertTrue(table.rejected().get(0).startsWith("s.csv:2"), table.rejected().get(0));
    assertEquals("b", only(new Reading(table.rows(), List.of())).id());
    Reading lines =
        read(
            """
            {"id":"a","appropriate_probability":0.5}
            {"id":
            [1]
            {"id":"b","appropriate_probability":0.5}
            """);
    assertEquals(2, lines.rejected().size(), lines.rejected().toString());
    assertTrue(lines.rejected().get(0).startsWith("s.csv:2"), lines.rejected().get(0));
    assertTrue(lines.rejected().get(1).startsWith("s.csv:3"), lines.rejected().get(1));
    assertEquals(2, lines.rows().size());
  }

  @Test
  void aTurnMakesAnotherNameAndNoTurnNone() {
    Reading reading = read("id,turn,appropriate_probability\na,2,0.5\na,0,0.5\na,,0.5\n");
    assertEquals(
        List.of("a turn 2", "a", "a"), reading.rows().stream().map(ScoredRow::id).toList());
  }

  @ParameterizedTest
  @CsvSource({"0,,false", "3,,true", "0,truncated,true", "0,empty;truncated,true", ",empty,false"})
  void flagsAndDroppedTokensSayWhatWasCut(
      @Nullable String dropped, @Nullable String flags, boolean truncated) {
    String cells = (dropped == null ? "" : dropped) + "," + (flags == null ? "" : flags);
    assertEquals(
        truncated,
        only(read("id,appropriate_probability,tokens_dropped,flags\na,0.5," + cells + "\n"))
            .truncated());
  }

  @Test
  void neutralisedTextIsReadAsItWas() {
    ScoredRow row =
        only(
            read(
                "id,'@who,plain,number,appropriate_probability\n'=1+1,'-Tom,'quoted',-5,0.5\n",
                "@who",
                "plain",
                "number"));
    assertEquals("=1+1", row.id());
    assertEquals(Map.of("@who", "-Tom", "plain", "'quoted'", "number", "-5"), row.fields());
  }

  @Test
  void aFieldWithoutAValueIsNone() {
    assertEquals(
        Map.of(),
        only(read("{\"id\":\"a\",\"appropriate_probability\":0.5,\"x\":null,\"y\":\"\"}", "x", "y"))
            .fields());
    assertEquals(
        Map.of("y", "null"),
        only(read("id,appropriate_probability,x,y\na,0.5,,null\n", "x", "y")).fields());
  }

  @Test
  void aColumnThatIsWantedAndNotThereStopsTheFile() {
    InputException thrown =
        assertThrows(InputException.class, () -> read(HALF + "a,0.5\n", "user", "id", "channel"));
    assertEquals(
        "s.csv: the score file has no column user, channel; score again with --keep user,channel",
        thrown.getMessage());
    assertThrows(
        InputException.class,
        () -> read("{\"id\":\"a\",\"appropriate_probability\":0.5}\n", "user"));
  }

  @Test
  void theLabelIsInTheColumnLabelElseInThumbsUpElseWhereTheUserSays() {
    String text = "id,appropriate_probability,thumbs_up,label,rating\n";
    assertEquals(Label.APPROPRIATE, only(read(text + "a,0.5,false,1,0\n")).label());
    assertEquals(Label.INAPPROPRIATE, only(read(text + "a,0.5,false,,1\n")).label());
    assertNull(only(read(text + "a,0.5,,,1\n")).label());
    assertEquals(
        Label.INAPPROPRIATE,
        only(read((text + "a,0.5,true,1,0\n").getBytes(UTF_8), List.of(), "rating")).label());
    assertNull(only(read((text + "a,0.5,true,1,\n").getBytes(UTF_8), List.of(), "rating")).label());
    LabelWords words = new LabelWords(Set.of("good"), Set.of("bad"));
    assertEquals(
        Label.APPROPRIATE,
        only(read((text + "a,0.5,,Good,\n").getBytes(UTF_8), List.of(), null, words)).label());
    assertEquals(
        List.of("s.csv:2: label is 'fine', expected one of good, bad"),
        read((text + "a,0.5,,fine,\n").getBytes(UTF_8), List.of(), null, words).rejected());
  }

  @Test
  void aTruncatedFileIsAnInputThatCannotBeReadOn() throws IOException {
    byte[] whole = zipped(written(true, null));
    byte[] half = Arrays.copyOf(whole, whole.length - 30);
    assertThrows(InputException.class, () -> read(half, List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,appropriate_probability,turn,flags\na,0.5,03,truncated;empty\n",
        "{\"id\":\"a\",\"appropriate_probability\":0.5,\"turn\":3,"
            + "\"flags\":[\"truncated\" , \"empty\"]}\n",
        "{\"id\":\"a\",\"appropriate_probability\":0.5,\"turn\":3,\"flags\":\"truncated;empty\"}\n"
      })
  void aTurnAndFlagsReadAlikeInEveryForm(String file) {
    ScoredRow row = only(read(file, "turn", "flags"));
    assertEquals(Map.of("turn", "3", "flags", "truncated;empty"), row.fields());
    assertTrue(row.truncated());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,appropriate_probability,turn,flags\na,0.5,0,\n",
        "{\"id\":\"a\",\"appropriate_probability\":0.5,\"turn\":0,\"flags\":[]}\n",
        "id,appropriate_probability\na,0.5\n"
      })
  void aFieldThatRowsHaveByThemselvesMayBeMissing(String file) {
    assertEquals(Map.of("id", "a"), only(read(file, "id", "bot_name", "turn", "flags")).fields());
  }
}

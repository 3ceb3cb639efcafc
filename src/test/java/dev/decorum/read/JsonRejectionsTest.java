package dev.decorum.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.decorum.read.bytes.InputException;
import dev.decorum.read.options.InputOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are no rows: each is rejected with its place, and costs nothing but itself. */
class JsonRejectionsTest {
  private static final String GOOD = "{\"id\":\"g\",\"text\":\"t\"}";

  static Stream<Arguments> badRows() {
    String token = " is not a value; texts are in double quotes";
    String name = " where a name in double quotes is due";
    return Stream.of(
        Arguments.of("{\"a\":1,}", 8, "not valid JSON: '}'" + name),
        Arguments.of("{'a':1,,}", 2, "not valid JSON: '''" + name),
        Arguments.of("{\"é\":1,,}", 8, "not valid JSON: ','" + name),
        Arguments.of(
            "{\"a\":\"x",
            8,
            "not valid JSON: it ends in the middle of a text: a double quote is missing"),
        Arguments.of("{\"a\":[1,2}", 10, "not valid JSON: '}' where ']' is due"),
        Arguments.of("{\"a\":tru}", 6, "not valid JSON: 'tru'" + token),
        Arguments.of("nonsense", 1, "not valid JSON: 'nonsense'" + token),
        Arguments.of("{\"text\":1,\"é\":2,\"text\":3}", 17, "the key \"text\" occurs twice"),
        Arguments.of("{\"a\":{\"x\":1,\"x\":2}}", 13, "the key \"x\" occurs twice"),
        Arguments.of("{\"a\":nan}", 6, "not valid JSON: 'nan'" + token),
        Arguments.of("{\"text\":NaN}", 0, "text is missing, expected a string"),
        Arguments.of("{\"text\":-Infinity}", 0, "text is missing, expected a string"),
        Arguments.of("{\"a\":1e99999999999}", 6, "not valid JSON: a number is out of range"),
        Arguments.of(
            "{\"a\":" + "1".repeat(2000) + "}",
            2,
            "JSON beyond the limits: a number has more than 1000 digits"),
        Arguments.of(
            "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
            1005,
            "JSON beyond the limits: lists and objects are nested more than" + " 1000 deep"),
        Arguments.of(
            "[1,2]",
            1,
            "the row is a list of plain values, in which nothing says who speaks; expected an"
                + " object"),
        Arguments.of("3", 1, "the row is a number, expected an object"),
        Arguments.of("null", 1, "the row is missing, expected an object"),
        Arguments.of(GOOD + " x", 23, "not valid JSON: there is more after the end of the value"),
        Arguments.of(GOOD + "]", 22, "not valid JSON: there is more after the end of the value"),
        Arguments.of(
            "{\"text\":\"\\x\"}",
            11,
            "not valid JSON: a backslash before a character that needs none"),
        Arguments.of("\0{}", 1, "not valid JSON: a NUL byte"),
        Arguments.of("{\"text\":null}", 0, "text is missing, expected a string"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRows")
  void aBadRowIsRejectedWhereItIsBad(String row, int column, String reason) {
    String expected = "! 2:" + column + " " + reason;
    Reading reading = Reading.of(GOOD + "\n" + row + "\n" + GOOD);
    assertEquals(List.of("g @1 bot=Bot |t|", expected, "g @3 bot=Bot |t|"), reading.lines());
    String raw = row.length() <= 2000 ? row : row.substring(0, 2000) + "…";
    assertEquals(raw, reading.rejected().get(0).raw());
    // The first line of a file may be the bad one, and the layout is told from the next.
    Reading first = Reading.of(row + "\n" + GOOD + "\n" + GOOD);
    assertEquals(
        List.of(expected.replaceFirst("2:", "1:"), "g @2 bot=Bot |t|", "g @3 bot=Bot |t|"),
        first.lines());
  }

  /** Two values on one line are two rows, of which each may be bad. */
  @Test
  void rowsMayBeFused() {
    assertEquals(
        List.of("g @1 bot=Bot |t|", "g @1 bot=Bot |t|", "g @2 bot=Bot |t|"),
        Reading.of(GOOD + GOOD + "\n" + GOOD).lines());
    assertEquals(
        List.of(
            "g @1 bot=Bot |t|",
            "! 1:29 not valid JSON: it ends in the middle of a text: a double quote is missing",
            "g @2 bot=Bot |t|"),
        Reading.of(GOOD + " {\"a\":\"\n" + GOOD).lines());
  }

  @Test
  void everyBadRowAmongTenThousandGoodOnesIsFound() {
    List<Arguments> bad = badRows().toList();
    StringBuilder file = new StringBuilder();
    List<String> expected = new ArrayList<>();
    int line = 0;
    for (int i = 0; i < 10_000; i++) {
      if (i % 450 == 7 && i / 450 < bad.size()) {
        Object[] row = bad.get(i / 450).get();
        file.append(row[0]).append('\n');
        expected.add(++line + ":" + row[1] + " " + row[2]);
      }
      file.append("{\"id\":").append(i).append(",\"text\":\"t\"}\n");
      line++;
    }
    Reading reading = Reading.of(file.toString());
    assertEquals(expected, reading.rejected().stream().map(Reading::show).toList());
    assertEquals(bad.size(), expected.size());
    assertEquals(10_000, reading.accepted().size());
    for (int i = 0; i < 10_000; i++) {
      assertEquals(Integer.toString(i), reading.accepted().get(i).id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "c328", "c0af", "e282", "eda080", "f4908080", "f08080", "80"})
  void whatIsNotUtf8IsRejectedAtItsByte(String hex) throws IOException {
    byte[] bad = java.util.HexFormat.of().parseHex(hex);
    byte[] file =
        FormatContractTest.join(
            (GOOD + "\n{\"text\":\"é🙂").getBytes(StandardCharsets.UTF_8),
            bad,
            "\"}\n".getBytes(StandardCharsets.UTF_8),
            GOOD.getBytes(StandardCharsets.UTF_8));
    Reading reading = Reading.of(file, InputOptions.defaults());
    assertEquals(2, reading.accepted().size());
    assertEquals(
        List.of(
            "2:12 not valid UTF-8: byte 0x"
                + hex.substring(0, 2).toUpperCase(java.util.Locale.ROOT)),
        reading.rejected().stream().map(Reading::show).toList());
  }

  @Test
  void aRowBeyondTheLimitIsNeverHeld() {
    InputStream endless =
        new InputStream() {
          private long left = 64L << 20;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] target, int from, int length) {
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(target, from, from + count, (byte) 'x');
            left -= count;
            return count == 0 ? -1 : count;
          }
        };
    InputStream file =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(text(GOOD + "\n{\"text\":\""), endless, text("\"}\n" + GOOD + "\n"))));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Reading reading =
        Reading.of(List.of("-"), InputOptions.defaults().withMaxRowBytes(1 << 20), file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(
        List.of("g @1 bot=Bot |t|", "! 2:0 the row is longer than 1 MiB", "g @3 bot=Bot |t|"),
        reading.lines());
    assertEquals("{\"text\":\"" + "x".repeat(1991) + "…", reading.rejected().get(0).raw());
    assertTrue(allocated < 12 << 20, allocated + " bytes allocated");
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRowAtTheLimitIsRead() {
    InputOptions exact = InputOptions.defaults().withMaxRowBytes(GOOD.length());
    String longer = GOOD.replace("t\"}", "tt\"}");
    assertEquals(
        List.of(
            "g @1 bot=Bot |t|",
            "! 2:0 the row is longer than " + GOOD.length() + " bytes",
            "g @3 bot=Bot |t|"),
        Reading.of(GOOD + "\n" + longer + "\n" + GOOD, exact).lines());
    assertEquals(
        List.of(
            "g @1 bot=Bot |t|",
            "! 2:0 the row is longer than " + GOOD.length() + " bytes",
            "g @3 bot=Bot |t|"),
        Reading.of("[" + GOOD + ",\n" + longer + ",\n" + GOOD + "]", exact).lines());
  }

  /** Whatever the bytes are, the outcome is results or an {@link InputException}. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void byteSoupIsSurvived(long seed) {
    Random random = new Random(seed);
    String[] crumbs = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"",
      "\\",
      "\n",
      "\r\n",
      ";",
      "\t",
      "id",
      "text",
      "\"text\"",
      "\"messages\"",
      "chat_history",
      "sender",
      "conversation_id",
      "{\"chat_metadata\":{}}\n",
      "{\"mes\":\"a\"}\n",
      "{\"prompt\":\"a\",\"candidates\":[",
      "{\"prompt\":\"a\",\"completion\":",
      "\"role\":\"user\"",
      "null",
      "1e9",
      GOOD,
      "[" + GOOD,
      "\"\"",
      "\ufeff",
      "\0",
      "é",
      "id,text\n",
      "conversation_id,sender,text\n",
      "a,user,b\n",
      "\u001f\u008b",
      "{\"chat_history\":[",
      "{\"messages\":[{"
    };
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 1_500; i++) {
      StringBuilder soup = new StringBuilder();
      for (int k = random.nextInt(25); k >= 0; k--) {
        soup.append(
            random.nextInt(8) == 0
                ? String.valueOf((char) random.nextInt(256))
                : crumbs[random.nextInt(crumbs.length)]);
      }
      byte[] bytes =
          soup.toString()
              .getBytes(
                  random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      List<String> formats = Layouts.names();
      InputOptions options =
          InputOptions.defaults()
              .withLayout(formats.get(random.nextInt(formats.size())))
              .withMaxRowBytes(1 + random.nextInt(200));
      try {
        Reading.of(bytes, options);
        read++;
      } catch (InputException e) {
        refused++;
      }
    }
    assertTrue(read > 300 && refused > 300, read + " read, " + refused + " refused");
  }
}

package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.decorum.model.CardReader;
import dev.decorum.model.ModelCard;
import dev.decorum.model.PrintedNumber.Quantity;
import dev.decorum.report.CardVerification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cards in every form, with numbers by Hugging Face's transformers: {@code
 * src/reference/make_card_fixtures.py}.
 */
class ModelVerifyCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CARDS = Path.of("src/test/resources/cards");

  @TempDir Path folder;

  /** A card and the numbers that it prints for texts, in their order. */
  record Card(String name, List<String> numbers) {
    String text() throws IOException {
      return Files.readString(CARDS.resolve(name + ".md"));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Card> cards() throws IOException {
    List<Card> cards = new ArrayList<>();
    for (String line : Files.readAllLines(CARDS.resolve("cards.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      List<String> numbers = new ArrayList<>();
      row.get("numbers").forEach(number -> numbers.add(number.asText()));
      cards.add(new Card(row.get("card").asText(), numbers));
    }
    return cards.stream();
  }

  @BeforeEach
  void copyModel() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(Cli.BASE_MODEL))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private Cli.Result verify(String card) throws IOException {
    Files.writeString(folder.resolve("README.md"), card);
    return Cli.run("model", "verify", folder.toString());
  }

  private static long count(Cli.Result result, String verdict) {
    return result.out().lines().filter(line -> line.endsWith(": " + verdict)).count();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void aTrueCardIsReproduced(Card card) throws IOException {
    Cli.Result result = verify(card.text());
    assertEquals(0, result.exitCode(), result.out() + result.err());
    String mean = ": 0.61 is printed here, but as \"mean\" says, not for one text";
    assertTrue(result.err().lines().allMatch(line -> line.endsWith(mean)), result.err());
    assertEquals(card.numbers().size(), count(result, "reproduced"), result.out());
    assertEquals(card.numbers().size(), result.out().lines().count(), result.out());
  }

  /** The first or the last number, off by one in its last digit, or in the fifth of more. */
  @ParameterizedTest
  @MethodSource("cards")
  void aCardThatIsOffInOneDigitIsNot(Card card) throws IOException {
    String text = card.text();
    List<String> numbers = card.numbers();
    boolean first = card.name().length() % 2 == 0;
    String number = numbers.get(first ? 0 : numbers.size() - 1);
    int at = first ? text.indexOf(number) : text.lastIndexOf(number);
    int digit = at + Math.min(number.length() - 1, number.startsWith("-") ? 7 : 6);
    char changed = text.charAt(digit) == '9' ? '8' : (char) (text.charAt(digit) + 1);
    Cli.Result result = verify(text.substring(0, digit) + changed + text.substring(digit + 1));
    assertEquals(ExitCode.GATE, result.exitCode(), number + "\n" + result.out() + result.err());
    assertEquals(1, count(result, "DIFFERS"), result.out());
    assertEquals(numbers.size(), result.out().lines().count(), result.out());
  }

  private static final List<String> TEXTS = new ArrayList<>();
  private static final List<Double> PROBABILITIES = new ArrayList<>();

  @BeforeAll
  static void readTexts() throws IOException {
    for (String line : Files.readAllLines(CARDS.resolve("texts.jsonl"))) {
      JsonNode row = JSON.readTree(line);
      TEXTS.add(row.get("text").asText());
      PROBABILITIES.add(row.get("appropriate_probability").asDouble());
    }
  }

  /** Of random cards, all is understood; what the model would say is looked up. */
  @Test
  void randomCardsAreUnderstood() {
    for (int seed = 0; seed < 2000; seed++) {
      RandomCards.Card card = RandomCards.write(seed, TEXTS, PROBABILITIES);
      String markdown = seed % 3 == 0 ? card.markdown().replace("\n", "\r\n") : card.markdown();
      assertEquals(0, differing(card, markdown), seed + "\n" + card.markdown());
      for (int digit : card.digits()) {
        assertEquals(1, differing(card, changed(card, digit)), seed + "\n" + card.markdown());
      }
    }
  }

  private static String changed(RandomCards.Card card, int digit) {
    StringBuilder changed = new StringBuilder(card.markdown());
    char c = changed.charAt(digit);
    changed.setCharAt(digit, c == '0' ? '1' : (char) (c - 1));
    return changed.toString();
  }

  private static long differing(RandomCards.Card card, String markdown) {
    ModelCard read = CardReader.parse(markdown, 1, List.of("inappropriate", "appropriate"));
    List<ModelCard.Gap> gaps = read.gaps().stream().filter(ModelCard.Gap::isNumber).toList();
    assertEquals(List.of(), gaps, markdown);
    List<ModelCard.Example> examples =
        read.examples().stream()
            .filter(example -> example.number().quantity() == Quantity.APPROPRIATE)
            .toList();
    assertEquals(card.texts().size(), examples.size(), markdown);
    long differing = 0;
    for (int i = 0; i < examples.size(); i++) {
      int text = card.texts().get(i);
      assertEquals(TEXTS.get(text), examples.get(i).text(), markdown);
      CardVerification verification =
          new CardVerification(examples.get(i), PROBABILITIES.get(text));
      differing += verification.isReproduced() ? 0 : 1;
    }
    return differing;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomCardsAreReproduced(long seed) throws IOException {
    RandomCards.Card card = RandomCards.write(seed, TEXTS, PROBABILITIES);
    Cli.Result result = verify(card.markdown());
    assertEquals(0, result.exitCode(), result.out() + result.err() + card.markdown());
    Cli.Result other = verify(changed(card, card.digits().get(0)));
    assertEquals(ExitCode.GATE, other.exitCode(), other.out() + other.err());
    assertEquals(1, count(other, "DIFFERS"), other.out());
  }

  private static final String TRUE_EXAMPLE =
      """
      chat = "You: Hi\\nBo: Hello.\\n"
      print(score(chat))  # 0.182
      """;

  private void assertSays(int exitCode, String card, String... said) throws IOException {
    Cli.Result result = verify(card);
    assertEquals(exitCode, result.exitCode(), result.out() + result.err());
    for (String line : said) {
      assertTrue(result.err().contains("decorum: README.md:" + line + "\n"), result.err());
    }
    assertEquals(
        exitCode == ExitCode.UNUSABLE,
        result.err().contains(": nothing to verify: "),
        result.err());
  }

  @Test
  void aTextWithoutANumberIsSaid() throws IOException {
    String lone = "\nother = 'A text without a number'\nprint(score(other))\n";
    assertSays(3, "# Card\n" + lone, "3: the card prints no number for the text in this line");
    assertSays(0, TRUE_EXAMPLE + lone, "4: the card prints no number for the text in this line");
  }

  @Test
  void aNumberWithoutATextIsSaidAndFails() throws IOException {
    String lone = "\n## About\n\nAppropriate Probability: 0.5\n";
    assertSays(
        3,
        "# Card\n" + lone,
        "5: 0.5 is printed here, but there is no text before it that it could belong to");
    assertSays(
        1,
        lone + TRUE_EXAMPLE,
        "4: 0.5 is printed here, but there is no text before it that it could belong to");
  }

  @Test
  void aTextThatIsNotKnownIsSaidAndFails() throws IOException {
    String made = "chat = '{}: hi'.format(bot)\nprint(score(chat))  # 0.818\n";
    String said = ": 0.818 is printed here, but its text in line ";
    assertSays(3, made, "2" + said + "1 is made by .format()");
    assertSays(1, TRUE_EXAMPLE + made, "4" + said + "3 is made by .format()");
  }

  @Test
  void aCardWithoutExamplesOrInAnotherEncodingIsRefused() throws IOException {
    Cli.Result none = verify("# Card\n\nAccuracy: 0.70\n");
    assertEquals(3, none.exitCode());
    assertTrue(none.err().contains("has no text with a number that is printed for it"), none.err());
    Files.write(folder.resolve("README.md"), TRUE_EXAMPLE.getBytes(StandardCharsets.UTF_16));
    Cli.Result other = Cli.run("model", "verify", folder.toString());
    assertEquals(3, other.exitCode());
    assertTrue(other.err().contains("README.md: not in UTF-8"), other.err());
  }
}

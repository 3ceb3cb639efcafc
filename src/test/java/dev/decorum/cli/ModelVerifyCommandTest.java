package dev.decorum.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    assertEquals("", result.err());
    assertEquals(card.numbers().size(), count(result, "reproduced"), result.out());
    assertEquals(card.numbers().size(), result.out().lines().count(), result.out());
  }

  /** Each number in turn, off by one in its last digit, or in the fifth of more. */
  @ParameterizedTest
  @MethodSource("cards")
  void aCardThatIsOffInOneDigitIsNot(Card card) throws IOException {
    String text = card.text();
    int from = 0;
    for (String number : card.numbers()) {
      int at = text.indexOf(number, from);
      int digit = at + Math.min(number.length() - 1, number.startsWith("-") ? 7 : 6);
      char changed = text.charAt(digit) == '9' ? '8' : (char) (text.charAt(digit) + 1);
      Cli.Result result = verify(text.substring(0, digit) + changed + text.substring(digit + 1));
      assertEquals(ExitCode.GATE, result.exitCode(), number + "\n" + result.out() + result.err());
      assertEquals(1, count(result, "DIFFERS"), result.out());
      assertEquals(card.numbers().size(), result.out().lines().count(), result.out());
      from = at + number.length();
    }
  }

  @Test
  void cardsAreThere() throws IOException {
    assertTrue(cards().count() > 30);
  }
}

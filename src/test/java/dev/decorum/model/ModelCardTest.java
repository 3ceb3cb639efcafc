package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.decorum.model.PrintedNumber.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {

  private static final String CARD =
      """
      # A reward model

      ```python
      from transformers import pipeline
      payload = \"""
      Tom's Persona: A cat.
      ####
      <START>
      You: \\"Hi\\" \\u00e9\\x21
      \"""
      print(score(payload))
      # Appropriate Probability: 0.818
      # Inappropriate Probability: 0.182

      other = '''One line
      '''
      ```
      > **appropriate probability:** 0.5540
      """;

  private static ModelCard parse(String card) {
    return CardReader.parse(card, 1, List.of("LABEL_0", "LABEL_1"));
  }

  private static ModelCard.Example example(int line, String text, int numberLine, String number) {
    return example(line, text, numberLine, number, Quantity.APPROPRIATE);
  }

  private static ModelCard.Example example(
      int line, String text, int numberLine, String number, Quantity quantity) {
    PrintedNumber printed = new PrintedNumber(numberLine, number, new BigDecimal(number), quantity);
    return new ModelCard.Example(line, text, printed);
  }

  @Test
  void payloadsGoWithTheProbabilityThatFollows() {
    assertEquals(
        List.of(
            example(5, "\nTom's Persona: A cat.\n####\n<START>\nYou: \"Hi\" é!\n", 12, "0.818"),
            example(
                5,
                "\nTom's Persona: A cat.\n####\n<START>\nYou: \"Hi\" é!\n",
                13,
                "0.182",
                Quantity.INAPPROPRIATE),
            example(15, "One line\n", 18, "0.5540")),
        parse(CARD).examples());
    assertEquals(parse(CARD), parse(CARD.replace("\n", "\r\n")), "line endings");
  }

  @Test
  void aPayloadWithoutAProbabilityIsNone() {
    assertEquals(
        List.of(example(2, "b", 3, "1"), example(4, "c", 5, "0.3", Quantity.INAPPROPRIATE)),
        parse(
                "x = '''a'''\ny = '''b'''\nAppropriate Probability: 1\nz = '''c'''\n"
                    + "Inappropriate Probability: 0.3\nw = '''open\nAppropriate Probability: 0.2")
            .examples());
  }

  @Test
  void prefixesOfPythonAreUnderstood() {
    assertEquals(
        List.of(example(1, "a\\n", 1, "0.1"), example(2, "{b}\n", 2, "0.25")),
        parse(
                "r'''a\\n''' Appropriate Probability = 0.1\n"
                    + "f\"\"\"{{b}}\\n\"\"\" appropriate_probability: 0.25.")
            .examples());
  }

  @Test
  void escapesAreThoseOfPython() {
    assertEquals(
        "\u0007\b\f\n\r\t\u000b\\'\"\0!\uD83D\uDE00line\\q\\xZZ",
        parse(
                "'''\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"\\0\\41\\U0001F600\\\nline\\q\\xZZ'''\n"
                    + "Appropriate Probability: .5")
            .examples()
            .get(0)
            .text());
  }

  /** Rewards have no bounds; what a sigmoid makes of one is a probability again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# Reward: -3.25 | -3.25 | REWARD",
        "# score = 1.5 | 1.5 | REWARD",
        "# tensor([[0.7321]]) | 0.7321 | REWARD",
        "# logits: 12.04 | 12.04 | REWARD",
        "# sigmoid(reward) = 0.8 | 0.8 | APPROPRIATE",
      })
  void theCardOfAModelOfRewardsHasRewards(String comment, String number, Quantity quantity) {
    ModelCard card =
        CardReader.parse(
            "```python\nx = \"\"\"hello\"\"\"\nprint(model(x))\n" + comment + "\n```\n",
            0,
            List.of("LABEL_0"));
    assertEquals(List.of(example(2, "hello", 4, number, quantity)), card.examples());
  }

  /** What one of the other labels has is nothing that the scores know of. */
  @Test
  void ofThreeLabelsTheAppropriateOneIsCompared() {
    ModelCard card =
        CardReader.parse(
            "```python\nx = \"\"\"hello\"\"\"\nprint(model(x))\n"
                + "# tensor([[0.1, 0.2, 0.7]])\n```\n",
            2,
            List.of("negative", "neutral", "positive"));
    assertEquals(List.of(example(2, "hello", 4, "0.7", Quantity.APPROPRIATE)), card.examples());
  }

  @Test
  void theCardOfAFolderIsRead(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    assertEquals(List.of(), CardReader.of(ModelBundle.open(folder)).examples());
    Files.writeString(folder.resolve("README.md"), CARD);
    assertEquals(3, CardReader.of(ModelBundle.open(folder)).examples().size());
  }
}

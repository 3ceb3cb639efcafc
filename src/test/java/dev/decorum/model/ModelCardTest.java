package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void payloadsGoWithTheProbabilityThatFollows() {
    assertEquals(
        List.of(
            new ModelCard.Example(
                5, "\nTom's Persona: A cat.\n####\n<START>\nYou: \"Hi\" é!\n", "0.818"),
            new ModelCard.Example(15, "One line\n", "0.5540")),
        ModelCard.parse(CARD).examples());
    assertEquals(
        ModelCard.parse(CARD), ModelCard.parse(CARD.replace("\n", "\r\n")), "line endings");
  }

  @Test
  void aPayloadWithoutAProbabilityIsNone() {
    assertEquals(
        List.of(new ModelCard.Example(2, "b", "1")),
        ModelCard.parse(
                "x = '''a'''\ny = '''b'''\nAppropriate Probability: 1\nz = '''c'''\n"
                    + "Inappropriate Probability: 0.3\nw = '''open\nAppropriate Probability: 0.2")
            .examples());
  }

  @Test
  void prefixesOfPythonAreUnderstood() {
    assertEquals(
        List.of(new ModelCard.Example(1, "a\\n", "0.1"), new ModelCard.Example(2, "{b}\n", "0.25")),
        ModelCard.parse(
                "r'''a\\n''' Appropriate Probability = 0.1\n"
                    + "f\"\"\"{{b}}\\n\"\"\" appropriate_probability: 0.25.")
            .examples());
  }

  @Test
  void escapesAreThoseOfPython() {
    assertEquals(
        "\u0007\b\f\n\r\t\u000b\\'\"\0!\uD83D\uDE00line\\q\\xZZ",
        ModelCard.parse(
                "'''\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"\\0\\41\\U0001F600\\\nline\\q\\xZZ'''\n"
                    + "Appropriate Probability: .5")
            .examples()
            .get(0)
            .text());
  }

  @Test
  void theCardOfAFolderIsRead(@TempDir Path temp) throws IOException {
    Path folder = Checkpoints.copy("base", temp.resolve("model"));
    assertEquals(List.of(), ModelCard.of(ModelBundle.open(folder)).examples());
    Files.writeString(folder.resolve("README.md"), CARD);
    assertEquals(2, ModelCard.of(ModelBundle.open(folder)).examples().size());
  }
}

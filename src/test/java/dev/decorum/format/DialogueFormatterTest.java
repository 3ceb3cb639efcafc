package dev.decorum.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.conversation.Dialogue;
import dev.decorum.model.FormatterTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DialogueFormatterTest {
  private static final Dialogue DIALOGUE =
      new Dialogue("Ann", "Kind.", "At sea.", Dialogues.messages("U:Hi", "B:Ahoy!", "U:"));

  /** The templates of the public formatter family, filled in by hand. */
  static final Map<String, String> BUILT_IN =
      Map.of(
          "pygmalion",
          "Tom's Persona: Kind.\n####\nAt sea.\n<START>\nAnn: Hi\nTom: Ahoy!\nAnn: \n",
          "vicuna",
          "### Instruction:\nKind.\n### Input:\nAt sea.\nAnn: Hi\nTom: Ahoy!\nAnn: \n",
          "chatml",
          """
          <|im_start|>system
          Kind.<|im_end|>
          <|im_start|>user
          At sea.<|im_end|>
          <|im_start|>user
          Ann: Hi<|im_end|>
          <|im_start|>assistant
          Tom: Ahoy!<|im_end|>
          <|im_start|>user
          Ann: <|im_end|>
          """,
          "moderator",
          "Kind.\nAt sea.\nAnn: Hi\nTom: Ahoy!\nAnn: \n",
          "xlreward",
          "Ann: Hi\nTom: Ahoy!\nAnn: \n",
          "empty",
          "");

  static final Set<Map.Entry<String, String>> BUILT_IN_TEXTS = BUILT_IN.entrySet();

  private static String format(FormatterTemplates templates, Dialogue dialogue) {
    return format(templates, dialogue, new ArrayList<>());
  }

  private static String format(
      FormatterTemplates templates, Dialogue dialogue, List<Integer> messageEnds) {
    RunningText text = new RunningText();
    text.begin(0);
    new DialogueFormatter(templates)
        .format("Tom", dialogue, dialogue.messages(), text, messageEnds);
    return text.finish().toString();
  }

  @ParameterizedTest
  @FieldSource("BUILT_IN_TEXTS")
  void aBuiltInFormatterWritesItsTemplates(Map.Entry<String, String> expected) {
    FormatterTemplates templates = FormatterTemplates.named(expected.getKey()).orElseThrow();
    assertEquals(expected.getValue(), format(templates, DIALOGUE));
    assertFalse(new DialogueFormatter(templates).truncatesByMessage());
  }

  @Test
  void everyBuiltInFormatterIsHeldToItsText() {
    assertEquals(Set.copyOf(FormatterTemplates.names()), BUILT_IN.keySet());
  }

  @Test
  void aMissingMemoryAndPromptAreEmptyAndTheirTemplatesStay() {
    assertEquals(
        "Tom's Persona: \n####\n\n<START>\nU: Hi\n",
        format(FormatterTemplates.PYGMALION, Dialogues.dialogue("U:Hi")));
  }

  @Test
  void bracesInValuesAreNoPlaceholders() {
    Dialogue dialogue =
        new Dialogue(
            "{bot_name}",
            "{memory} {{x}}",
            "}{",
            Dialogues.messages("U:{message} {0} %s $1 \\1", "B:{user_name}"));
    assertEquals(
        """
        Tom's Persona: {memory} {{x}}
        ####
        }{
        <START>
        {bot_name}: {message} {0} %s $1 \\1
        Tom: {user_name}
        """,
        format(FormatterTemplates.PYGMALION, dialogue));
  }

  @Test
  void aCustomFormatterMayUseBothNamesAndLiteralBraces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("own.json");
    Files.writeString(
        file,
        """
        {"memory_template": "{{{user_name}}} meets {bot_name}: {memory}|",
         "prompt_template": "{prompt}{prompt}|",
         "bot_template": "<{bot_name} to {user_name}>{message}</>",
         "user_template": "{message}",
         "response_template": "{bot_name} NEVER",
         "truncate_by_message": true}
        """);
    FormatterTemplates templates = FormatterTemplates.read(file);
    assertEquals(
        "{Ann} meets Tom: Kind.|At sea.At sea.|Hi<Tom to Ann>Ahoy!</>",
        format(templates, DIALOGUE));
    assertTrue(new DialogueFormatter(templates).truncatesByMessage());
  }

  @Test
  void messageEndsAreTheOffsetsJustBehindEachMessage() {
    List<Integer> ends = new ArrayList<>();
    // "Ann: 😀\n" has 5 + 2 + 1 UTF-16 code units, "Tom: Ahoy!\n" 11, "Ann: \n" 6.
    Dialogue dialogue = new Dialogue("Ann", "", "", Dialogues.messages("U:😀", "B:Ahoy!", "U:"));
    format(FormatterTemplates.named("xlreward").orElseThrow(), dialogue, ends);
    assertEquals(List.of(8, 19, 25), ends);
  }
}

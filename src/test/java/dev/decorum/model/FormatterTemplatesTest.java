package dev.decorum.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.model.Template.Placeholder;
import dev.decorum.model.files.JsonFields;
import dev.decorum.model.files.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatterTemplatesTest {
  private static final Map<Placeholder, String> VALUES =
      Map.of(
          Placeholder.MEMORY, "calm",
          Placeholder.PROMPT, "once",
          Placeholder.BOT_NAME, "Tom",
          Placeholder.USER_NAME, "You",
          Placeholder.MESSAGE, "{memory} }{ %s");

  @Test
  void theCatalogueIsThePublicOne() {
    assertEquals(
        List.of("pygmalion", "vicuna", "chatml", "moderator", "xlreward", "empty"),
        FormatterTemplates.names());
    assertEquals("Tom's Persona: calm\n####\n|once\n<START>\n|Tom:", outline("pygmalion"));
    assertEquals(
        "### Instruction:\ncalm\n|### Input:\nonce\n|### Response:\nTom:", outline("vicuna"));
    assertEquals(
        "<|im_start|>system\ncalm<|im_end|>\n|<|im_start|>user\nonce<|im_end|>\n|"
            + "<|im_start|>assistant\nTom:",
        outline("chatml"));
    assertEquals("calm\n|once\n|", outline("moderator"));
    assertEquals("||", outline("xlreward"));
    assertEquals("||", outline("empty"));
    assertEquals("", FormatterTemplates.named("empty").orElseThrow().bot().source());
    assertEquals(
        "<|im_start|>user\nYou: {memory} }{ %s<|im_end|>\n",
        FormatterTemplates.named("chatml").orElseThrow().user().render(VALUES));
  }

  private static String outline(String name) {
    FormatterTemplates templates = FormatterTemplates.named(name).orElseThrow();
    return templates.memory().render(VALUES)
        + "|"
        + templates.prompt().render(VALUES)
        + "|"
        + templates.response().render(VALUES);
  }

  @Test
  void bracesInValuesAreNoPlaceholders() {
    assertEquals("Tom: {memory} }{ %s\n", FormatterTemplates.PYGMALION.bot().render(VALUES));
  }

  @Test
  void doubledBracesAreBraces() {
    assertEquals("{Tom} {x} }{", Template.parse("{{{bot_name}}} {{x}} }}{{").render(VALUES));
  }

  @Test
  void aMissingValueIsEmpty() {
    assertEquals("'s Persona: ", Template.parse("{bot_name}'s Persona: {memory}").render(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "a}", "{bot_name", "{}", "{0}", "{bot_name!r}", "{message:>10}", "{a.b}"})
  void whatPythonWouldNotFillInPlainlyIsRefused(String source) {
    String message =
        String.valueOf(
            assertThrows(ModelException.class, () -> Template.parse(source)).getMessage());
    assertTrue(message.contains("\"" + source + "\""), message);
  }

  @ParameterizedTest
  @CsvSource({
    "memory_template, {message}, the placeholder {message}",
    "prompt_template, {memory}, the placeholder {memory}",
    "bot_template, {prompt}, the placeholder {prompt}",
    "response_template, {message}, the placeholder {message}"
  })
  void eachTemplateHasItsOwnPlaceholders(String field, String source, String reason) {
    String json = FormatterTemplates.PYGMALION.toJson();
    String spoiled =
        json.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"" + source + "\"");
    assertNotEquals(json, spoiled);
    ModelException refusal = assertThrows(ModelException.class, () -> read("x.json", spoiled));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("x.json: " + field + ": " + reason), message);
  }

  private static FormatterTemplates read(String file, String json) {
    return FormatterTemplates.read(
        file, JsonFields.parse(file, json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void unknownAndMissingFieldsAreRefusedByName() {
    ModelException unknown =
        assertThrows(ModelException.class, () -> read("x.json", "{\"image_template\": \"\"}"));
    assertTrue(String.valueOf(unknown.getMessage()).contains("unknown key \"image_template\""));
    ModelException missing =
        assertThrows(ModelException.class, () -> read("x.json", "{\"memory_template\": \"\"}"));
    assertEquals("x.json: prompt_template is missing", missing.getMessage());
  }

  @Test
  void theDefinitionHasOneHash(@TempDir Path temp) throws IOException {
    FormatterTemplates pygmalion = FormatterTemplates.PYGMALION;
    assertEquals(
        "{\"memory_template\":\"{bot_name}'s Persona: {memory}\\n####\\n\","
            + "\"prompt_template\":\"{prompt}\\n<START>\\n\","
            + "\"bot_template\":\"{bot_name}: {message}\\n\","
            + "\"user_template\":\"{user_name}: {message}\\n\","
            + "\"response_template\":\"{bot_name}:\",\"truncate_by_message\":false}",
        pygmalion.toJson());
    Path file = Files.writeString(temp.resolve("own.json"), pygmalion.toJson());
    FormatterTemplates read = FormatterTemplates.read(file);
    assertEquals("own.json", read.name());
    assertEquals(pygmalion.sha256(), read.sha256());
    // printf '%s' JSON | sha256sum
    assertEquals(
        "41195423b2687bdf886a41e1b03f3dacf89d3f66ae95939dcf55cefe601b86b9", pygmalion.sha256());
    assertNotEquals(
        pygmalion.sha256(), FormatterTemplates.named("moderator").orElseThrow().sha256());
  }
}

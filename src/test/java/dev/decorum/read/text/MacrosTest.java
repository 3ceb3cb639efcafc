package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacrosTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{user}} | Sam",
        "{{char}} | Ada",
        "{{User}} and {{CHAR}} | Sam and Ada",
        "{{ Char }}, {{user }}, {{  user}} | Ada, Sam, Sam",
        "*{{char}} waves at {{user}}.* | *Ada waves at Sam.*",
        "{{char}}{{user}}{{char}} | AdaSamAda",
        "<USER> asks <BOT>, not <CHAR> | Sam asks Ada, not Ada",
        "{{{char}}} | {Ada}",
        "{{char {{user}} | {{char Sam",
        "{{{{char}} | {{Ada",
        "<<USER>> | <Sam>",
        "{{char}}'s soup | Ada's soup"
      })
  void placeholdersBecomeNames(String text, String expanded) {
    assertEquals(expanded, Macros.expand(text, "Sam", "Ada"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hello.",
        "{user}",
        "{{user}",
        "{{us er}}",
        "{{users}}",
        "{{charisma}}",
        "{{random}}",
        "{{time}}",
        "{{user",
        "{{",
        "<user>",
        "<User>",
        "<START>",
        "<BOT",
        "<",
        "a < b",
        "{{\nuser}}"
      })
  void otherTextsStay(String text) {
    assertSame(text, Macros.expand(text, "Sam", "Ada"));
  }

  @Test
  void namesAreNotExpandedThemselves() {
    assertEquals("{{char}} {{user}}", Macros.expand("{{user}} {{char}}", "{{char}}", "{{user}}"));
  }

  @Test
  void longRunsOfBracesAndSpacesAreRead() {
    String spaces = " ".repeat(1_000_000);
    assertEquals("Sam", Macros.expand("{{" + spaces + "user" + spaces + "}}", "Sam", "Ada"));
    String braces = "{".repeat(1_000_000);
    assertSame(braces, Macros.expand(braces, "Sam", "Ada"));
  }
}

package dev.decorum.read.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.decorum.read.text.Reasoning.Stripped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasoningTest {

  private static void assertSaid(String said, String text) {
    assertEquals(new Stripped(said, true), Reasoning.strip(text), text);
  }

  private static void assertUntouched(String text) {
    Stripped stripped = Reasoning.strip(text);
    assertSame(text, stripped.text());
    assertFalse(stripped.found(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>\nWhat a fool.\n</think>\n\nThat can happen.",
        "<think></think>That can happen.",
        "<think>\n\n</think>\n\nThat can happen.",
        "\n <think>What a fool.</think> That can happen.",
        "<thinking>What a fool.</thinking>\nThat can happen.",
        "<Thinking>What a fool.</THINKING>\r\n\r\nThat can happen.",
        "<thought>What a fool.</thought>That can happen.",
        "<thoughts>What a fool.</thoughts>That can happen.",
        "<reasoning>What a fool.</reasoning>\nThat can happen.",
        "<reasoning effort=\"low\">What a fool.</reasoning>\nThat can happen.",
        "<antThinking>What a fool.</antThinking>That can happen.",
        "<seed:think>What a fool.</seed:think>That can happen.",
        "<think >What a fool.</think >That can happen.",
        "\u25C1think\u25B7What a fool.\u25C1/think\u25B7That can happen.",
        "[THINK]What a fool.[/THINK]That can happen.",
        ":::thinking\nWhat a fool.\n:::\n\nThat can happen.",
        "<details type=\"reasoning\" done=\"true\" duration=\"2\">\n"
            + "<summary>Thought for 2 seconds</summary>\n> What a fool.\n</details>\nThat can happen.",
        "<details open type='reasoning'>a<details>b</details>c</details>That can happen.",
        "<details id=\"x\" type=reasoning>a</details>That can happen.",
        "<think>He said \"no\"</think>That can happen.",
        "<think>a < b and <b>c</b> or </thin></think>That can happen.",
      })
  void reasoningAndTheBlankSpaceBehindItGo(String text) {
    assertSaid("That can happen.", text);
  }

  @Test
  void severalGoAndSoDoNestedOnes() {
    assertSaid("Hello.", "<think>a</think><think>b</think>Hello.");
    assertSaid("Hello.", "<think>a</think>\n\n<thinking>b</thinking>\nHello.");
    assertSaid("One.\nTwo.", "<think>a</think>One.\n<think>b</think>\n\nTwo.");
    assertSaid("One.\n\nTwo.", "One.\n\n  <think>b</think>\nTwo.");
    assertSaid("d", "<think>a<think>b</think>c</think>d");
    assertSaid("d", "<think>a<thinking>b</thinking>c</think>d");
  }

  @Test
  void aTagThatIsOnlySpokenOfOpensNothing() {
    assertSaid("Hello.", "<think>Shall I use <think> here?</think>Hello.");
    assertSaid("One.\nTwo.", "<think>Use <think> here?</think>One.\n<think>b</think>Two.");
    assertSaid("Hello.", "<think>I quote `</think>` here.</think>Hello.");
  }

  @Test
  void withoutAClosingTagTheRestWasReasoning() {
    assertSaid("", "<think>\nOkay, the user wants");
    assertSaid("", "<think>");
    assertSaid("Sure.", "Sure.\n\n<think>Okay, the user wants");
    assertSaid("", "<details type=\"reasoning\" done=\"false\">\n> Okay");
    assertSaid("", "\u25C1think\u25B7Okay");
    assertSaid("", "[THINK]Okay");
    assertSaid("Hello.", "Hello.\n<think>Was that all?</think>\n");
  }

  @Test
  void aTemplateMayHaveOpenedTheReasoning() {
    assertSaid("Hello.", "Okay, the user greets me.\n</think>\n\nHello.");
    assertSaid("Hello.", "Okay, the user greets me.</think>Hello.");
    assertSaid("Hello.", "Okay, the user greets me. </think> Hello.");
    assertSaid("Hello.", "I greet back</think>Hello.");
    assertSaid("Hello.", "I greet back </think>\nHello.");
    assertSaid("Hello.", "</think>\n\nHello.");
    assertSaid("Hello.", "I greet.\n\u25C1/think\u25B7Hello.");
    assertSaid("Hello.", "I greet.\n</thinking>\nHello.");
    assertSaid("", "Okay, the user greets me.\n</think>");
    assertSaid("d", "a <think>b</think> c</think>d");
    assertSaid("One.\nTwo.", "a\n</think>One.\n<think>b</think>Two.");
    assertSaid("\"No,\" says he.", "I say \"no\"</think>\"No,\" says he.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Hello.",
        "I <3 you, a < b and x->y",
        "I think </3",
        "<b>I think so</b>",
        "[THINKING] of you",
        "What does [THINK] mean?",
        ":::warning\nHot.\n:::",
        ":::thinkingcap",
        "What does <think> do in DeepSeek's replies?",
        "`<think>` is printed. How do I turn it off?",
        "My prompt has `<think>a</think>` in it.",
        "`<think>a</think>` is in my prompt.",
        "It prints \"<think>\" and \"</think>\" all the time.",
        "Why does my output end with </think> always?",
        "Why does my output end with </think>",
        "Why does my output end with `</think>`?",
        "I see `foo</think>` in it.",
        "My template:\n```\n<think>\n{reasoning}\n</think>\n```\nWhat is wrong?",
        "My template:\n```\n</think>\n```\nWhat is wrong?",
        "<think about it> she said",
        "<thinker>a</thinker>",
        "<details><summary>More</summary>Text</details>",
        "<details type=\"tool_calls\">a</details>",
        "<details data-type=\"reasoning-free\">a</details>",
        "<detailstype=\"reasoning\">a</details>",
        "\u25C1 back",
        "<",
        "</",
        "<t",
        "<think",
        "</think",
      })
  void otherTextsStay(String text) {
    assertUntouched(text);
  }

  @Test
  void aFenceThatIsClosedHidesNothingBehindIt() {
    assertSaid("```\na\n```\nb", "```\na\n```\n<think>x</think>b");
    assertSaid("a\n```\n<think>\n```\nb", "a\n```\n<think>\n```\n<think>x</think>b");
  }

  @Test
  void hugeAndHostileTextsTakeLinearTime() {
    int n = 300_000;
    String[] hostile = {
      "<think>".repeat(n),
      "<think>\n".repeat(n),
      "</think>".repeat(n),
      "a </think> ".repeat(n),
      "<think>\n<think></think>\n".repeat(n),
      "x<think>".repeat(n),
      " ".repeat(n) + "x<think>".repeat(n),
      "\n<think>a</think>".repeat(n),
      "\n`<think>`".repeat(n),
      "<details ".repeat(n),
      "<details type=reasoning>\n".repeat(n),
      "\u25C1think\u25B7<think>".repeat(n),
      "```\n<think>\n".repeat(n),
      "<".repeat(4 * n),
      "<think" + " ".repeat(4 * n)
    };
    for (String text : hostile) {
      assertTrue(Reasoning.strip(text).text().length() <= text.length());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reasoning_content",
        "reasoningContent",
        "reasoning",
        "thinking",
        "thoughts",
        "thought",
        "thinking_content",
        "reasoning_details",
        "reasoning_text",
        "chain_of_thought",
        "chainOfThought",
        "Chain-of-Thought",
        "CoT",
        "thinking_blocks",
        "reasoning_summary",
        "inner_monologue"
      })
  void fieldsOfReasoningAreKnown(String name) {
    assertTrue(Reasoning.isReasoningField(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "content",
        "text",
        "reason",
        "reasoning_tokens",
        "reasoning_effort",
        "rationale"
      })
  void otherFieldsAreNot(String name) {
    assertFalse(Reasoning.isReasoningField(name));
  }

  @ParameterizedTest
  @CsvSource({
    "thinking,true",
    "reasoning,true",
    "redacted_thinking,true",
    "thought,true",
    "reasoning_content,true",
    "reasoning.text,true",
    "reasoning.summary,true",
    "reasoning.encrypted,true",
    "summary_text,true",
    "Thinking,true",
    "text,false",
    "output_text,false",
    "input_text,false",
    "tool_use,false",
    "summary,false",
    "'',false"
  })
  void partsOfReasoningAreKnown(String type, boolean reasoning) {
    assertEquals(reasoning, Reasoning.isReasoningPart(type));
  }
}

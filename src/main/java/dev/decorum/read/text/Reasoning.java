package dev.decorum.read.text;

import java.util.Set;

/**
 * What a model thought before it spoke. Nobody saw it, so it does not belong to the conversation.
 *
 * <p>In a text it stands between tags: {@code <think>}, {@code <thinking>}, {@code <thought>},
 * {@code <thoughts>}, {@code <reasoning>}, {@code <antThinking>}, {@code <seed:think>} and their
 * closing tags, {@code <details type="reasoning">} of Open WebUI, {@code ◁think▷} of Kimi, {@code
 * [THINK]} of Magistral, {@code :::thinking} of LibreChat.
 *
 * <p>People write about these tags, too, so not each of them counts:
 *
 * <ul>
 *   <li>An opening tag counts where it is the first of the text, the first of a line or stands
 *       right behind other reasoning, and not within a fenced block of code. The last two notations
 *       count at the beginning of the text only.
 *   <li>Tags in quotation marks, parentheses or {@code `code`} never count.
 *   <li>What was opened ends at the closing tag that belongs to it; tags of the same kind between
 *       them are nested. Without a closing tag, all of the rest was reasoning.
 *   <li>Where a template has put the opening tag into the prompt, the text begins in the middle of
 *       the reasoning, and all before the closing tag is such. A closing tag that is a word of a
 *       sentence, with spaces on both sides, does not count.
 * </ul>
 */
public final class Reasoning {
  private static final Set<String> FIELDS =
      Set.of(
          "reasoning",
          "reasonings",
          "reasoningcontent",
          "reasoningcontents",
          "reasoningdetails",
          "reasoningtext",
          "reasoningsummary",
          "reasoningsummarytext",
          "reasoningsteps",
          "reasoningtrace",
          "reasoningtraces",
          "reasoningprocess",
          "reasoningblocks",
          "reasoningchain",
          "reasoningmessage",
          "reasoningoutput",
          "encryptedreasoning",
          "reasoningencryptedcontent",
          "thinking",
          "thinkings",
          "thinkingcontent",
          "thinkingtext",
          "thinkingblock",
          "thinkingblocks",
          "thinkingprocess",
          "thinkingtrace",
          "thinkingsteps",
          "thinkingsummary",
          "thinkingoutput",
          "redactedthinking",
          "think",
          "thinkcontent",
          "thought",
          "thoughts",
          "thoughtcontent",
          "thoughttext",
          "thoughtprocess",
          "thoughtsummary",
          "chainofthought",
          "chainofthoughts",
          "cot",
          "cotcontent",
          "innerthought",
          "innerthoughts",
          "innermonologue",
          "internalthought",
          "internalthoughts",
          "internalmonologue",
          "internalreasoning",
          "modelthoughts",
          "modelreasoning",
          "modelthinking");

  private static final Set<String> PARTS =
      Set.of(
          "thinking",
          "thinkingblock",
          "redactedthinking",
          "think",
          "thought",
          "thoughts",
          "chainofthought",
          "reasoning",
          "reasoningblock",
          "reasoningcontent",
          "reasoningtext",
          "reasoningsummary",
          "reasoningsummarytext",
          "reasoningencrypted",
          "reasoningrecap",
          "encryptedreasoning",
          "redactedreasoning",
          "summarytext");

  /**
   * A text without reasoning.
   *
   * @param text what was said
   * @param found whether there was any reasoning
   */
  public record Stripped(String text, boolean found) {}

  private Reasoning() {}

  /** The text without reasoning and the white space behind it; the same instance without any. */
  public static Stripped strip(String text) {
    // Nearly every message ends here, so these two are all it costs.
    if (text.indexOf('<') < 0 && text.indexOf('\u25C1') < 0) {
      int start = WhiteSpace.end(text, 0);
      if (start == text.length() || (text.charAt(start) != '[' && text.charAt(start) != ':')) {
        return new Stripped(text, false);
      }
    }
    String rest = new ReasoningScan(text).strip();
    return rest == null ? new Stripped(text, false) : new Stripped(rest, true);
  }

  /**
   * Whether a field of a message holds reasoning, such as {@code reasoning_content}; snake case,
   * camel case and others are alike. Gemini marks whole parts in this way: there {@code thought} is
   * true beside {@code text}. Counts and settings ({@code reasoning_tokens}) are no reasoning.
   */
  public static boolean isReasoningField(String name) {
    return FIELDS.contains(FieldNames.plain(name));
  }

  /** Whether a part of a message that is of this type is reasoning. */
  public static boolean isReasoningPart(String type) {
    return PARTS.contains(FieldNames.plain(type));
  }
}

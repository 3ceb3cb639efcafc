package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Flag;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.explain.Explanation;
import dev.decorum.explain.Explanation.LeftOut;
import dev.decorum.explain.Explanation.Turn;
import dev.decorum.score.ConversationScore;
import dev.decorum.score.Scale;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explanations as JSON, with all digits of every number, and with the texts. */
public final class ExplanationJson {
  private ExplanationJson() {}

  /**
   * The report on explanations.
   *
   * @param explanations at least one
   * @param baseline the probability that scores are compared with; NaN for none
   * @param sources where the scores came from
   */
  public static String text(
      List<Explanation> explanations, double baseline, List<ScoreSource> sources) {
    ObjectNode root = ReportJson.object();
    ReportJson.putSources(root, sources);
    ObjectNode options = root.putObject("options");
    ReportJson.put(options, "baseline", baseline);
    options.put("scale", explanations.get(0).score().scale().label());
    ArrayNode conversations = root.putArray("conversations");
    explanations.forEach(explanation -> put(conversations.addObject(), explanation));
    return ReportJson.text(root);
  }

  private static void put(ObjectNode node, Explanation explanation) {
    ConversationScore score = explanation.score();
    Dialogue dialogue = explanation.dialogue();
    node.put("id", explanation.conversation().id());
    node.put("location", explanation.conversation().location().toString());
    node.put("bot_name", explanation.conversation().botName());
    node.put("user_name", dialogue.userName());
    ReportJson.put(
        node, score.scale() == Scale.REWARD ? "reward" : "appropriate_probability", score.value());
    ReportJson.put(node, "baseline_delta_percent", score.baselineDeltaPercent());
    node.put("tokens", score.tokens());
    node.put("tokens_dropped", score.tokensDropped());
    node.put("messages", score.messages());
    node.put("messages_used", score.messagesUsed());
    score.flags().stream().map(Flag::outputName).forEach(node.putArray("flags")::add);
    node.put("window_sha256", score.windowSha256());
    putNumber(
        node, "largest_fall", explanation.largestFall(Speaker.BOT).map(Turn::message).orElse(null));
    putNumber(
        node,
        "largest_fall_of_user",
        explanation.largestFall(Speaker.USER).map(Turn::message).orElse(null));
    putNumber(
        node,
        "highest_without",
        explanation.mostRaising().map(Explanation.MessageLeftOut::message).orElse(null));
    putSetting(node, "persona", dialogue.memory(), explanation.persona());
    putSetting(node, "example_dialogue", dialogue.prompt(), explanation.exampleDialogue());
    ArrayNode messages = node.putArray("dialogue");
    for (int number = 1; number <= dialogue.messages().size(); number++) {
      putMessage(messages.addObject(), explanation, number);
    }
  }

  private static void putMessage(ObjectNode node, Explanation explanation, int number) {
    Message message = explanation.message(number);
    node.put("message", number);
    node.put("speaker", message.speaker() == Speaker.BOT ? "bot" : "user");
    node.put("name", explanation.dialogue().nameOf(message, explanation.conversation().botName()));
    node.put("text", message.text());
    Turn turn = explanation.turn(number).orElse(null);
    ReportJson.put(node, "score_after", turn == null ? Double.NaN : turn.value());
    ReportJson.put(node, "change", turn == null ? Double.NaN : turn.change());
    putLeftOut(node, explanation.without(number).orElse(null));
  }

  private static void putSetting(
      ObjectNode node, String name, String text, @Nullable LeftOut leftOut) {
    if (leftOut == null) {
      node.putNull(name);
    } else {
      ObjectNode setting = node.putObject(name);
      setting.put("text", text);
      putLeftOut(setting, leftOut);
    }
  }

  private static void putLeftOut(ObjectNode node, @Nullable LeftOut leftOut) {
    node.put("read", leftOut != null && leftOut.read());
    ReportJson.put(node, "score_without", leftOut == null ? Double.NaN : leftOut.value());
    ReportJson.put(node, "difference", leftOut == null ? Double.NaN : leftOut.difference());
  }

  private static void putNumber(ObjectNode node, String name, @Nullable Integer number) {
    if (number == null) {
      node.putNull(name);
    } else {
      node.put(name, number);
    }
  }
}

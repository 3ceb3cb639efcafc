package dev.decorum.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.decorum.conversation.Conversation;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.FormattedText;
import dev.decorum.conversation.Label;
import dev.decorum.conversation.Location;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import dev.decorum.inspect.Inspection;
import java.util.Locale;

/** How inputs are understood, as JSON. */
public final class InspectionJson {
  private InspectionJson() {}

  /**
   * One indented object.
   *
   * @param command the command that scores the inputs
   */
  public static String text(Inspection inspection, String command) {
    ObjectNode root = ReportJson.object();
    ArrayNode groups = root.putArray("groups");
    inspection.groups().forEach(group -> putGroup(groups.addObject(), group));
    root.put("rows", inspection.rows());
    root.put("rejected", inspection.rejected());
    ArrayNode reasons = root.putArray("reasons");
    for (Inspection.Reason reason : inspection.reasons()) {
      ObjectNode node = reasons.addObject();
      node.put("rows", reason.rows());
      putPlace(node, reason.first());
      node.put("reason", reason.reason());
    }
    ArrayNode rejections = root.putArray("rejections");
    for (Inspection.Rejected rejection : inspection.rejections()) {
      ObjectNode node = rejections.addObject();
      putPlace(node, rejection.location());
      node.put("reason", rejection.reason());
    }
    root.put("inputs_failed", inspection.inputsFailed());
    inspection.failures().forEach(root.putArray("failures")::add);
    inspection.warnings().forEach(root.putArray("warnings")::add);
    root.put("labelled", inspection.labels());
    root.put("replies", inspection.replies());
    root.set("understood", ReportJson.tree(inspection.understood()));
    Conversation shown = inspection.shown();
    if (shown == null) {
      root.putNull("conversation");
    } else {
      putConversation(root.putObject("conversation"), shown);
    }
    root.put("command", command);
    return ReportJson.text(root);
  }

  private static void putPlace(ObjectNode node, Location place) {
    node.put("file", place.file());
    node.put("line", place.line());
    node.put("column", place.column());
  }

  private static void putGroup(ObjectNode node, Inspection.Group group) {
    group.files().forEach(node.putArray("files")::add);
    node.put("count", group.count());
    node.put("layout", group.layout());
    node.put("because", group.because());
    group.notes().forEach(node.putArray("notes")::add);
    node.put("rows", group.rows());
    ArrayNode fields = node.putArray("fields");
    for (Inspection.Field field : group.fields()) {
      ObjectNode one = fields.addObject();
      one.put("path", field.path());
      field.uses().forEach(one.putArray("used_as")::add);
      one.put("example", field.example());
      one.put("rows", field.rows());
      one.put("holds_text", field.holdsText());
    }
    ArrayNode speakers = node.putArray("speakers");
    for (Inspection.Word word : group.words()) {
      ObjectNode one = speakers.addObject();
      one.put("word", word.word());
      one.put("side", word.side().name().toLowerCase(Locale.ROOT));
      one.put("entries", word.entries());
    }
  }

  private static void putConversation(ObjectNode node, Conversation conversation) {
    node.put("id", conversation.id());
    putPlace(node, conversation.location());
    Label label = conversation.label();
    if (label == null) {
      node.putNull("label");
    } else {
      node.put("label", label == Label.APPROPRIATE ? 1 : 0);
    }
    node.put("bot_name", conversation.botName());
    if (conversation.content() instanceof Dialogue dialogue) {
      node.put("user_name", dialogue.userName());
      node.put("memory", dialogue.memory());
      node.put("prompt", dialogue.prompt());
      ArrayNode messages = node.putArray("messages");
      for (Message message : dialogue.messages()) {
        ObjectNode said = messages.addObject();
        said.put("speaker", message.speaker() == Speaker.BOT ? "bot" : "user");
        said.put("name", dialogue.nameOf(message, conversation.botName()));
        said.put("text", message.text());
      }
    } else if (conversation.content() instanceof FormattedText formatted) {
      node.put("text", formatted.text());
    }
    ObjectNode kept = node.putObject("kept");
    conversation.fields().forEach((name, value) -> kept.put(name, value.text()));
  }
}

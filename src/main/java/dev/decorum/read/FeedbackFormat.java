package dev.decorum.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.decorum.conversation.Content;
import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of CHAI's feedback: {@code messages} of {@code content}, {@code sender}, {@code
 * sent_date} and perhaps {@code deleted}.
 */
final class FeedbackFormat implements RowFormat {
  private static final String BOT_MARK = "_bot";

  /** A message that was not deleted; without a time it keeps its place. */
  private record Sent(Message message, @Nullable Instant time) {}

  private boolean unreadableTime;

  /** Whether the conversation read last has a time that nobody can read. */
  boolean hasUnreadableTime() {
    return unreadableTime;
  }

  @Override
  public Content content(JsonRow row) throws RowException {
    JsonRow.Entries entries = row.entries("messages");
    unreadableTime = false;
    List<Sent> sent = new ArrayList<>(entries.list().size());
    int omitted = 0;
    for (int i = 0; i < entries.list().size(); i++) {
      if (isDeleted(row, entries, i)) {
        omitted++;
        continue;
      }
      Speaker speaker = isBot(row, entries, i) ? Speaker.BOT : Speaker.USER;
      String text = row.requiredPart(entries, i, "message", "content");
      sent.add(new Sent(new Message(speaker, text), time(row, entries, i)));
    }
    List<Message> messages = new ArrayList<>(sent.size());
    for (Sent each : unreadableTime ? sent : ordered(sent)) {
      messages.add(each.message());
    }
    return new Dialogue(row.userName(), row.memory(), row.prompt(), messages, omitted);
  }

  private static List<Sent> ordered(List<Sent> sent) {
    List<Sent> timed = new ArrayList<>();
    for (Sent each : sent) {
      if (each.time() != null) {
        timed.add(each);
      }
    }
    timed.sort(Comparator.comparing(each -> each.time() == null ? Instant.EPOCH : each.time()));
    List<Sent> ordered = new ArrayList<>(sent.size());
    int next = 0;
    for (Sent each : sent) {
      ordered.add(each.time() == null ? each : timed.get(next++));
    }
    return ordered;
  }

  private @Nullable Instant time(JsonRow row, JsonRow.Entries entries, int index)
      throws RowException {
    RowFields.Found found = row.part(row.entry(entries, index), "timestamp", "sent_date");
    if (found == null) {
      return null;
    }
    Instant time = Timestamps.parse(found.value().asText());
    unreadableTime |= time == null;
    return time;
  }

  private static boolean isDeleted(JsonRow row, JsonRow.Entries entries, int index)
      throws RowException {
    String name = "deleted";
    return Json.flag(row.entry(entries, index), name, entries.name() + "[" + index + "]." + name);
  }

  private static boolean isBot(JsonRow row, JsonRow.Entries entries, int index)
      throws RowException {
    JsonNode sender = row.entry(entries, index).get("sender");
    String name = entries.name() + "[" + index + "].sender";
    if (sender == null || !sender.isObject()) {
      throw new RowException(name + " is " + Json.kind(sender) + ", an object is due");
    }
    JsonNode uid = sender.get("uid");
    if (uid == null || !(uid.isTextual() || uid.isNumber())) {
      throw new RowException(name + ".uid is " + Json.kind(uid) + ", a string or a number is due");
    }
    return uid.asText().contains(BOT_MARK);
  }

  /** A row without a {@code bot_name} still names its bot: as the sender of its messages. */
  @Override
  public String botName(JsonRow row) throws RowException {
    if (!row.hasBotName()) {
      JsonRow.Entries entries = row.entries("messages");
      for (int i = 0; i < entries.list().size(); i++) {
        JsonNode sender = row.entry(entries, i).path("sender");
        String name = sender.path("name").asText("");
        if (!name.isEmpty() && sender.path("uid").asText().contains(BOT_MARK)) {
          return name;
        }
      }
    }
    return row.botName();
  }
}

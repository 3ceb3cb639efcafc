package dev.decorum.read;

import dev.decorum.conversation.FieldValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where our fields are in a table; -1 stands for nowhere.
 *
 * @param list a conversation as JSON
 */
record TableColumns(
    int id,
    int conversationId,
    int sender,
    int message,
    int timestamp,
    int text,
    int list,
    int label,
    int botName,
    int userName,
    int memory,
    int prompt,
    Map<String, Integer> kept) {

  TableColumns {
    kept = new LinkedHashMap<>(kept);
  }

  static TableColumns of(TableHeader header, InputOptions options) {
    Map<String, Integer> kept = new LinkedHashMap<>();
    for (String name : options.keep()) {
      int column = header.named(name);
      if (column >= 0) {
        kept.put(name, column);
      }
    }
    List<String> conversation =
        List.of("conversation_id", "chat_id", "session_id", "thread_id", "dialog_id");
    List<String> anyId = new ArrayList<>(List.of("id"));
    anyId.addAll(conversation);
    int label = header.column("label", List.of("label", "thumbs_up"));
    return new TableColumns(
        header.column("id", anyId),
        // A plain "id" beside one message is most likely the message's.
        header.column("id", conversation),
        // A type says more than a name, where a table has both.
        header.column(
            "sender", List.of("sender_type", "role", "sender", "author", "from", "speaker")),
        header.column("message", List.of("text", "message", "content", "body", "message_text")),
        header.column(
            "timestamp",
            List.of("timestamp", "sent_at", "created_at", "time", "datetime", "sent_date", "date")),
        header.column("text", List.of("text")),
        header.column("messages", TableHeader.LISTS),
        label,
        header.column("bot_name", List.of("bot_name")),
        header.column("user_name", List.of("user_name")),
        header.column("memory", List.of("memory")),
        header.column("prompt", List.of("prompt")),
        kept);
  }

  /** The columns of a table with one conversation a row. */
  int[] usedForConversations() {
    return used(id, list >= 0 ? list : text);
  }

  /** The columns of a table with one message a row. */
  int[] usedForMessages() {
    return used(conversationId, sender, message, timestamp);
  }

  private int[] used(int... own) {
    IntStream common = IntStream.of(label, botName, userName, memory, prompt);
    IntStream carried = kept.values().stream().mapToInt(Integer::intValue);
    return IntStream.concat(IntStream.of(own), IntStream.concat(common, carried)).toArray();
  }

  /** The cell, empty where the table has no such column. */
  static String cell(List<String> cells, int column) {
    return column < 0 ? "" : cells.get(column);
  }

  /** The kept cells of a row. */
  Map<String, FieldValue> keptOf(List<String> cells) {
    Map<String, FieldValue> values = new LinkedHashMap<>();
    kept.forEach((name, column) -> values.put(name, FieldValue.string(cells.get(column))));
    return values;
  }
}

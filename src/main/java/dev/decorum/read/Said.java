package dev.decorum.read;

import dev.decorum.conversation.Dialogue;
import dev.decorum.conversation.Message;
import dev.decorum.conversation.Speaker;
import java.util.ArrayList;
import java.util.List;

/**
 * What a list of messages comes to.
 *
 * @param system system texts, which are part of the memory
 * @param omitted how many messages say nothing
 */
record Said(List<String> system, List<Message> messages, int omitted) {
  static final Said NOTHING = new Said(List.of(), List.of(), 0);

  Said {
    system = List.copyOf(system);
    messages = List.copyOf(messages);
  }

  /** One message. */
  static Said by(Speaker speaker, String text) {
    return new Said(List.of(), List.of(new Message(speaker, text)), 0);
  }

  /** This, and what was said after it. */
  Said then(Said next) {
    return new Said(
        joined(system, next.system), joined(messages, next.messages), omitted + next.omitted);
  }

  /** Whether the other begins as this is. */
  boolean isBeginningOf(Said other) {
    return other.messages.size() >= messages.size()
        && other.messages.subList(0, messages.size()).equals(messages);
  }

  /** As the dialogue of a row, whose own memory comes before the system texts. */
  Dialogue dialogue(JsonRow row, String prompt) throws RowException {
    List<String> memory = new ArrayList<>();
    if (!row.memory().isEmpty()) {
      memory.add(row.memory());
    }
    memory.addAll(system);
    return new Dialogue(row.userName(), String.join("\n", memory), prompt, messages, omitted);
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(second);
    return joined;
  }
}
